package dev.bastion.control;

/** How a command ends, as the client's shell sees it; 255 is ssh's own. */
public enum Exit {
    DONE(0),
    /** Refused or denied. */
    REFUSED(1),
    /** Typed wrongly. */
    USAGE(2),
    /** No such thing, or none that this person may know of. */
    NOT_FOUND(3),
    /** Lapsed or timed out. */
    LAPSED(4),
    /** The bastion's fault. */
    FAULT(5);

    private final int status;

    Exit(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
