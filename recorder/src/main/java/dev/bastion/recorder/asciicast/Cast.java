package dev.bastion.recorder.asciicast;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A terminal recording that can be read from its beginning, as often as one likes. */
public interface Cast {

    CastHeader header();

    /** Reads the events from the first on. */
    Events open() throws IOException;

    /** The events in their order; for one thread. */
    interface Events extends Closeable {

        /** The next event, or nothing at the end. */
        Optional<CastEvent> next() throws IOException;

        /** After the end: whether the recording broke off in the middle of a line. */
        boolean brokenOff();
    }
}
