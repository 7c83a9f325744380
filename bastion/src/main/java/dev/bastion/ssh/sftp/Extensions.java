package dev.bastion.ssh.sftp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The extensions that are read here, and hence may be offered: OpenSSH's {@code PROTOCOL}, section 4. Not among them is
 * {@code copy-data}, with which content moves on the host unseen.
 */
final class Extensions {

    static final String POSIX_RENAME = "posix-rename@openssh.com";
    static final String STATVFS = "statvfs@openssh.com";
    static final String FSTATVFS = "fstatvfs@openssh.com";
    static final String HARDLINK = "hardlink@openssh.com";
    static final String FSYNC = "fsync@openssh.com";
    static final String LSETSTAT = "lsetstat@openssh.com";
    static final String LIMITS = "limits@openssh.com";
    static final String EXPAND_PATH = "expand-path@openssh.com";
    static final String HOME_DIRECTORY = "home-directory";
    static final String USERS_GROUPS = "users-groups-by-id@openssh.com";

    private static final Set<String> OFFERED = Set.of(
            POSIX_RENAME,
            STATVFS,
            FSTATVFS,
            HARDLINK,
            FSYNC,
            LSETSTAT,
            LIMITS,
            EXPAND_PATH,
            HOME_DIRECTORY,
            USERS_GROUPS);

    private Extensions() {}

    /** The name as text, byte for byte, so that no two names become one. */
    static String name(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The server's VERSION packet without the extensions that do not pass; the fields stand behind the version. */
    static byte[] versionWithout(Fields offered) throws MalformedSftpException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        while (offered.remaining() > 0) {
            byte[] name = offered.string("extension name", Wire.MAX_VERSION_LENGTH);
            byte[] data = offered.string("extension data", Wire.MAX_VERSION_LENGTH);
            if (OFFERED.contains(name(name))) {
                append(kept, name);
                append(kept, data);
            }
        }
        return ByteBuffer.allocate(Wire.HEADER + kept.size())
                .putInt(Wire.HEADER - 4 + kept.size())
                .put((byte) Wire.VERSION)
                .putInt(Wire.SPOKEN)
                .put(kept.toByteArray())
                .array();
    }

    private static void append(ByteArrayOutputStream out, byte[] string) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(string.length).array());
        out.writeBytes(string);
    }
}
