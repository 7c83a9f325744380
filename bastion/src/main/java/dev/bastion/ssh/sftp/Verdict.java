package dev.bastion.ssh.sftp;

/** What becomes of a request. */
sealed interface Verdict {

    /** It goes on to the server, about this handle. */
    record Passes(OpenHandle on) implements Verdict {}

    /** It goes nowhere, and we answer. */
    record Refused(Status status, String text) implements Verdict {}
}
