package dev.bastion.ssh.sftp;

import java.util.Arrays;

/** What the server calls an open file or directory: bytes without meaning. Comparable, so that no choice of bytes makes a map slow. */
final class Handle implements Comparable<Handle> {

    private final byte[] bytes;
    private final int hash;

    Handle(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Handle that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(Handle other) {
        return Arrays.compare(bytes, other.bytes);
    }
}
