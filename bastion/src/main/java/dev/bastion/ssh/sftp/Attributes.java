package dev.bastion.ssh.sftp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * File attributes of version 3.
 *
 * @param size of the file, if it is among them
 * @param words the others, and the size, as a record shows them
 */
record Attributes(OptionalLong size, Map<String, String> words) {

    static final Attributes NONE = new Attributes(OptionalLong.empty(), Map.of());

    private static final int SIZE = 0x01;
    private static final int OWNER = 0x02;
    private static final int PERMISSIONS = 0x04;
    private static final int TIMES = 0x08;

    /** Reads attributes to the last one that has a meaning; extended ones, which no OpenSSH sends, are left unread. */
    static Attributes read(Fields fields) throws MalformedSftpException {
        int flags = fields.u32();
        OptionalLong size = OptionalLong.empty();
        Map<String, String> words = new LinkedHashMap<>();
        if ((flags & SIZE) != 0) {
            size = OptionalLong.of(fields.place("size"));
            words.put("size", Long.toString(size.getAsLong()));
        }
        if ((flags & OWNER) != 0) {
            words.put("uid", Integer.toUnsignedString(fields.u32()));
            words.put("gid", Integer.toUnsignedString(fields.u32()));
        }
        if ((flags & PERMISSIONS) != 0) {
            words.put("mode", "0" + Integer.toOctalString(fields.u32() & 07777));
        }
        if ((flags & TIMES) != 0) {
            words.put("accessed", time(fields.u32()));
            words.put("modified", time(fields.u32()));
        }
        return words.isEmpty() ? NONE : new Attributes(size, words);
    }

    private static String time(int seconds) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(seconds)).toString();
    }
}
