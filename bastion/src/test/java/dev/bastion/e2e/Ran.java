package dev.bastion.e2e;

import static java.util.Objects.requireNonNull;

/**
 * What came of a command.
 *
 * @param status its exit status; 255 is ssh's own
 * @param out its standard output
 * @param err its standard error
 */
record Ran(int status, String out, String err) {
    Ran {
        requireNonNull(out, "out is null");
        requireNonNull(err, "err is null");
    }

    /** This, if the command succeeded; a failed test otherwise. */
    Ran done() {
        if (status != 0) {
            throw new AssertionError(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return "exit status %d%n--- out%n%s%n--- err%n%s".formatted(status, out, err);
    }
}
