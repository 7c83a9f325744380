package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the records of this package ask of their parts. */
final class Checks {

    private Checks() {}

    static long id(long id, String what) {
        check(id > 0, what + " is not positive");
        return id;
    }

    static String filled(String text, String what) {
        requireNonNull(text, what + " is null");
        check(!text.isBlank(), what + " is blank");
        return text;
    }

    static Duration positive(Duration length, String what) {
        requireNonNull(length, what + " is null");
        check(length.isPositive(), what + " is not positive");
        return length;
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** In the order of the enum, so that what is written from it is always the same text. */
    static Set<Permit> permits(Set<Permit> permits) {
        requireNonNull(permits, "permits is null");
        EnumSet<Permit> copy = EnumSet.noneOf(Permit.class);
        copy.addAll(permits);
        return Collections.unmodifiableSet(copy);
    }

    /** In the order of the alphabet, so that what is written from it is always the same text. */
    static SortedSet<String> names(Collection<String> names, String what) {
        requireNonNull(names, what + " is null");
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
