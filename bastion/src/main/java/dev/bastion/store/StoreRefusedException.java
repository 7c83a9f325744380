package dev.bastion.store;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.ledger.Verification;

/** The store is not one that may be served from. The message is one sentence and a hint, for the person who starts it. */
public abstract sealed class StoreRefusedException extends RuntimeException {

    StoreRefusedException(String sentence, String hint) {
        super(sentence + "\nhint: " + hint);
    }

    /** Written by a newer bastion than this one. */
    public static final class Newer extends StoreRefusedException {
        Newer(String sentence) {
            super(sentence, "run the newer bastion that wrote it");
        }
    }

    /** What is stored is not what was signed. */
    public static final class Damaged extends StoreRefusedException {
        private final transient Verification.Damaged damage;

        Damaged(Verification.Damaged damage) {
            super(
                    "the ledger is not as it was signed: "
                            + damage.findings().getFirst().sentence(),
                    "bastion verify lists everything; restore a backup with bastion restore, or repair tables that differ"
                            + " with bastion rebuild");
            this.damage = requireNonNull(damage, "damage is null");
        }

        /** Everything that was found. */
        public Verification.Damaged damage() {
            return damage;
        }
    }

    /** A process that runs writes what another was to write. */
    public static final class InUse extends StoreRefusedException {
        InUse(String sentence) {
            super(sentence, "stop it first; bastion verify may run beside it");
        }
    }

    /** The ledger is older than the newest head that it signed, or a branch of it: an old copy came back. */
    public static final class Restored extends StoreRefusedException {
        Restored(String sentence) {
            super(sentence, "if you restored a backup, end every grant in it with bastion restore --accept");
        }
    }
}
