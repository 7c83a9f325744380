package dev.bastion.recorder.ledger;

import static java.util.Objects.requireNonNull;

/** One thing that is wrong with a ledger. Indexes count from 0. */
public sealed interface Finding {

    /** What is wrong, for a person. */
    String sentence();

    /** Leaves whose bytes are not those that were signed; a range where only the signed heads can say it. */
    record Changed(long first, long last) implements Finding {
        @Override
        public String sentence() {
            return first == last
                    ? "entry " + first + " was changed"
                    : "among the entries " + first + " to " + last + " at least one was changed";
        }
    }

    /** Leaves that a signed head counts and that are not there. */
    record Missing(long first, long last) implements Finding {
        @Override
        public String sentence() {
            return first == last
                    ? "entry " + first + " is missing"
                    : "the entries " + first + " to " + last + " are missing";
        }
    }

    /** A leaf that says of itself that it stands elsewhere. */
    record Misplaced(long index, long claimed) implements Finding {
        @Override
        public String sentence() {
            return "entry " + index + " says of itself that it is entry " + claimed
                    + ": it was moved, or others before it were removed or inserted";
        }
    }

    /** Leaves that no signed head covers. */
    record Inserted(long first, long last) implements Finding {
        @Override
        public String sentence() {
            return first == last
                    ? "entry " + first + " was inserted: no signed head covers it"
                    : "the entries " + first + " to " + last + " were inserted: no signed head covers them";
        }
    }

    /** A head that the tree-head key did not sign, or that is none. */
    record HeadForged(long size, String why) implements Finding {
        public HeadForged {
            requireNonNull(why, "why is null");
        }

        @Override
        public String sentence() {
            return "the head of size " + size + " is forged: " + why;
        }
    }

    /** A leaf that is no entry, or none that can follow on those before it. */
    record Unreadable(long index, String why) implements Finding {
        public Unreadable {
            requireNonNull(why, "why is null");
        }

        @Override
        public String sentence() {
            return "entry " + index + " cannot be: " + why;
        }
    }

    /** A row of a table that is made from the leaves and does not say what they say. */
    record TableDiffers(String table, String row) implements Finding {
        public TableDiffers {
            requireNonNull(table, "table is null");
            requireNonNull(row, "row is null");
        }

        @Override
        public String sentence() {
            return "the table " + table + " differs from the entries at " + row;
        }
    }
}
