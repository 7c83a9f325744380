package dev.bastion.control;

import java.io.IOException;

/** A recording is there and cannot be read; the sentence names no path. */
final class UnreadableRecordingException extends RuntimeException {
    UnreadableRecordingException(IOException cause) {
        super("the recording cannot be read", cause);
    }
}
