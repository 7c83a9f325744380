package dev.bastion.recorder;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file of a recording that only grows. The one place through which a recording's bytes reach the disk, so that another
 * kind of file (encrypted, remote) is one more implementation. For one thread, but for {@link #force}.
 */
interface RecordingFile extends Closeable {

    /** Its name within the recording. */
    String name();

    /** Appends all of the bytes or, as far as can be, none of them. */
    void append(byte[] bytes, int offset, int length) throws IOException;

    /** Puts on disk what was appended. May be called by another thread. */
    void force() throws IOException;

    /** Bytes in the file. */
    long size();

    /** SHA-256 of the file, 64 hexadecimal digits. */
    String sha256();

    /** Whether its name still leads to it. */
    boolean inPlace();
}
