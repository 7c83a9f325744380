package dev.bastion.ssh.sftp;

import java.util.Optional;

/**
 * How a request was answered.
 *
 * @param code of a STATUS reply; OK stands for any other reply
 * @param text what the server said with it
 */
record Answer(int code, String text) {

    static final Answer GOOD = new Answer(Status.OK.code(), "");

    boolean good() {
        return Status.OK.is(code);
    }

    /** What the server said beyond the plain fact, safe to show. */
    Optional<String> shown() {
        return good() || text.isEmpty() ? Optional.empty() : Optional.of(Shown.text(text));
    }
}
