package dev.bastion.cli;

/** How the executable ends; the same numbers as the commands over SSH. */
final class ExitCode {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int FAULT = 5;

    private ExitCode() {}
}
