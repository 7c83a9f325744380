package dev.bastion.policy;

import java.util.Comparator;

/** Key of an index from a person to the ids of what is theirs. */
record PersonsRow(String person, long id) implements Comparable<PersonsRow> {

    private static final Comparator<PersonsRow> ORDER =
            Comparator.comparing(PersonsRow::person).thenComparingLong(PersonsRow::id);

    static PersonsRow first(String person) {
        return new PersonsRow(person, Long.MIN_VALUE);
    }

    static PersonsRow last(String person) {
        return new PersonsRow(person, Long.MAX_VALUE);
    }

    @Override
    public int compareTo(PersonsRow other) {
        return ORDER.compare(this, other);
    }
}
