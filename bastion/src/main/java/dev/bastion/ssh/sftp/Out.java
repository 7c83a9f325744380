package dev.bastion.ssh.sftp;

import java.io.IOException;

/** Where a gate hands on the bytes that may pass. */
@FunctionalInterface
public interface Out {

    /**
     * Takes bytes on. The array belongs to the caller again when this returns: what is kept must be copied.
     *
     * @throws IOException if the other side takes no more; it passes through the gate to the gate's caller
     */
    void write(byte[] bytes, int offset, int length) throws IOException;
}
