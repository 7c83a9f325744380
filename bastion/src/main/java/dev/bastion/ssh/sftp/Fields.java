package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one packet in their order. */
final class Fields {

    private final byte[] bytes;
    private final int end;
    private int at;

    Fields(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    static int u32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    int remaining() {
        return end - at;
    }

    int u8() throws MalformedSftpException {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u32() throws MalformedSftpException {
        need(4);
        int value = u32(bytes, at);
        at += 4;
        return value;
    }

    /** A place in a file, or a size. */
    long place(String what) throws MalformedSftpException {
        long value = (u32() & 0xffffffffL) << 32 | (u32() & 0xffffffffL);
        if (value < 0 || value > Wire.MAX_PLACE) {
            throw new MalformedSftpException(what + " " + Long.toUnsignedString(value) + " is beyond every file");
        }
        return value;
    }

    byte[] string(String what, int max) throws MalformedSftpException {
        int length = u32();
        if (length < 0 || length > max) {
            throw new MalformedSftpException(
                    what + " of " + Integer.toUnsignedString(length) + " bytes is longer than " + max);
        }
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    TransferPath path() throws MalformedSftpException {
        return TransferPath.of(string("path", Wire.MAX_PATH));
    }

    Handle handle() throws MalformedSftpException {
        return new Handle(string("handle", Wire.MAX_HANDLE));
    }

    /** As much of a text as lies in reach, for texts that are only shown. */
    String shownText() throws MalformedSftpException {
        int length = u32();
        int shown = length < 0 ? remaining() : Math.min(length, remaining());
        at += shown;
        return new String(bytes, at - shown, shown, StandardCharsets.UTF_8);
    }

    private void need(int count) throws MalformedSftpException {
        if (end - at < count) {
            throw new MalformedSftpException("packet ends in the middle of a field");
        }
    }
}
