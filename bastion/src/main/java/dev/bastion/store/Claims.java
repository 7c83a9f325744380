package dev.bastion.store;

/**
 * Lets of several bastions one alone do a thing that each of them learns of. Whoever dies over it loses the claim after a
 * while. Thread-safe.
 */
public interface Claims {

    /** Of one bastion, who has nobody to agree with. */
    Claims ALONE = new Claims() {
        @Override
        public Claim take(String what) {
            return Claim.OURS;
        }

        @Override
        public void done(String what) {}
    };

    /** Whose it is. */
    enum Claim {
        /** It is to be done here. */
        OURS,
        /** Another is at it. */
        THEIRS,
        /** It was done. */
        DONE
    }

    /**
     * Takes it on, unless another did; again where it is ours already.
     *
     * @param what names the thing, the same in each bastion
     * @throws LedgerUnavailableException when nobody can tell
     */
    Claim take(String what);

    /**
     * Says that it was done.
     *
     * @throws LedgerUnavailableException when that cannot be written
     */
    void done(String what);
}
