package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a command came to: an answer, or the sentence that says why there is none. */
sealed interface Outcome {
    /** How the command ends. */
    Exit exit();

    /**
     * Done.
     *
     * @param json the answer for a program
     * @param page the answer for a person
     * @param notes sentences beside the answer, for standard error
     */
    record Answered(ObjectNode json, Page page, List<String> notes) implements Outcome {
        public Answered {
            requireNonNull(json, "json is null");
            requireNonNull(page, "page is null");
            notes = List.copyOf(notes);
        }

        @Override
        public Exit exit() {
            return Exit.DONE;
        }

        Answered note(String sentence) {
            return new Answered(json, page, plus(notes, sentence));
        }

        Answered hint(String command) {
            return note("hint: " + command);
        }
    }

    /**
     * Not done.
     *
     * @param exit the status
     * @param code a word for programs, such as {@code not_found}
     * @param sentence why, for the person
     * @param hint what to do, or nothing
     */
    record Failed(Exit exit, String code, String sentence, Optional<String> hint) implements Outcome {
        public Failed {
            requireNonNull(exit, "exit is null");
            requireNonNull(code, "code is null");
            requireNonNull(sentence, "sentence is null");
            requireNonNull(hint, "hint is null");
        }
    }

    /** The command has written its answer itself. */
    record Streamed(Exit exit) implements Outcome {
        public Streamed {
            requireNonNull(exit, "exit is null");
        }
    }

    static Answered answer(ObjectNode json, Page page) {
        return new Answered(json, page, List.of());
    }

    static Failed refused(String code, String sentence, String hint) {
        return new Failed(Exit.REFUSED, code, sentence, Optional.of(hint));
    }

    /** The one answer for what does not exist and for what is somebody else's (THREATS T6). */
    static Failed notFound(String id, String hint) {
        return new Failed(Exit.NOT_FOUND, "not_found", "there is no %s for you".formatted(id), Optional.of(hint));
    }

    private static List<String> plus(List<String> notes, String sentence) {
        return Stream.concat(notes.stream(), Stream.of(sentence)).toList();
    }
}
