package dev.bastion.live;

/** Why a live session ended; it stands in the ledger, in the metric and in the line that the person reads. */
public enum EndCause {
    CLIENT_LEFT(false),
    TARGET_CLOSED(false),
    GRANT_EXPIRED(true),
    GRANT_RELEASED(true),
    GRANT_REVOKED(true),
    PERSON_REMOVED(true),
    /** The certificate or key that it was begun with is revoked, or an authority behind it. */
    REVOKED(true),
    /** The provider no longer vouches for the person, or they logged out. */
    SIGN_ON_ENDED(true),
    /** The hours of its rule are over; the grant lives on. */
    OUTSIDE_HOURS(true),
    /** Nobody touched it for as long as its rule allows. */
    IDLE(true),
    /** Its rule was changed and gives less now; the grant lives on. */
    RULE_NARROWED(true),
    KILLED(true),
    RECORDING_FAILED(true),
    RECORDING_LIMIT(true),
    TARGET_UNREACHABLE(true),
    TARGET_REFUSED(true),
    LEDGER_REFUSED(true),
    PROTOCOL_ERROR(true),
    SHUTDOWN(true);

    private final boolean forced;

    EndCause(boolean forced) {
        this.forced = forced;
    }

    /** Whether the bastion ended it, rather than one of the two peers. */
    public boolean forced() {
        return forced;
    }

    /** The word in the ledger and in JSON: {@code grant_expired}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
