package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What looking through a whole ledger came to. */
public sealed interface Verification {

    /** Every leaf is the one that was signed, in its place, and none is missing. */
    record Sound(long size, TreeHash root) implements Verification {
        public Sound {
            requireNonNull(root, "root is null");
        }
    }

    /**
     * Something was changed, removed, moved, inserted or forged.
     *
     * @param findings what, in the order of the leaves; at least one
     * @param more how many further findings there are that are not listed
     */
    record Damaged(List<Finding> findings, long more) implements Verification {
        public Damaged {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("damage without a finding");
            }
        }

        /** The findings as sentences, one a line. */
        public String report() {
            var lines = new StringBuilder();
            findings.forEach(finding -> lines.append(finding.sentence()).append('\n'));
            if (more > 0) {
                lines.append("and ").append(more).append(" more\n");
            }
            return lines.toString();
        }
    }
}
