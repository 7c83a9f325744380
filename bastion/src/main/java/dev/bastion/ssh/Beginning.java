package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

/** What came of the wish to begin a session. */
sealed interface Beginning {
    /** It runs, or the connection needs none. */
    record Begun() implements Beginning {}

    /** It may not; the sentence says why, and its hint what to do. */
    record Refused(String sentence) implements Beginning {
        public Refused {
            requireNonNull(sentence, "sentence is null");
        }
    }

    /** It may once the person has shown a second factor; the sentence says so to a client that cannot be asked. */
    record Unproved(String sentence) implements Beginning {
        public Unproved {
            requireNonNull(sentence, "sentence is null");
        }
    }
}
