package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferPath;
import java.nio.charset.StandardCharsets;

/** Makes harmless what a host or a person says outside of file content. */
final class Shown {

    private static final int MAX = 1024;

    private Shown() {}

    /** At most a kilobyte, with what is not printable escaped as in a path. */
    static String text(String said) {
        String escaped = TransferPath.of(said.getBytes(StandardCharsets.UTF_8)).text();
        return escaped.length() <= MAX ? escaped : escaped.substring(0, MAX - 1) + "…";
    }
}
