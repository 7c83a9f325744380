package dev.bastion.control;

import dev.bastion.option.Mistyped;

/** The command was typed wrongly: exit status 2, with a sentence and what to type instead. */
final class UsageException extends Mistyped {
    UsageException(String sentence, String hint) {
        super(sentence, hint);
    }
}
