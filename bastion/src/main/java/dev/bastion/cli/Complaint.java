package dev.bastion.cli;

import dev.bastion.option.Mistyped;
import java.util.regex.Pattern;

/** What an administrator typed or wrote cannot be done: a sentence and what to do instead. */
final class Complaint extends Mistyped {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");

    Complaint(String sentence, String hint) {
        super(sentence, hint);
    }

    /** Names of people and targets, as access.yaml has them. */
    static void unlessName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Complaint(
                    "'%s' is no name".formatted(name), "lower-case letters, digits, '.', '_' and '-', at most 64");
        }
    }
}
