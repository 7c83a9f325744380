package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What records ask of their parts; each throws an {@link IllegalArgumentException} or answers what it was given. */
public final class Checks {

    private Checks() {}

    public static long id(long id, String what) {
        check(id > 0, what + " is not positive");
        return id;
    }

    public static String filled(String text, String what) {
        requireNonNull(text, what + " is null");
        check(!text.isBlank(), what + " is blank");
        return text;
    }

    public static Duration positive(Duration length, String what) {
        requireNonNull(length, what + " is null");
        check(length.isPositive(), what + " is not positive");
        return length;
    }

    public static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** In the order of the alphabet, so that what is written from it is always the same text. */
    public static SortedSet<String> names(Collection<String> names, String what) {
        requireNonNull(names, what + " is null");
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
