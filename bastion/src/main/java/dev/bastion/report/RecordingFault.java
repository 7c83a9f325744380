package dev.bastion.report;

import static java.util.Objects.requireNonNull;

/**
 * Something that is wrong with a recording.
 *
 * @param session whose it is, or would be
 * @param sentence what is wrong, with the session's id
 */
public record RecordingFault(long session, String sentence) {
    public RecordingFault {
        requireNonNull(sentence, "sentence is null");
    }
}
