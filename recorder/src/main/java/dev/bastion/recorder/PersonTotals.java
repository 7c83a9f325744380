package dev.bastion.recorder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much each person's running recordings have written together. Safe for concurrent use. */
final class PersonTotals {
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();

    /** Adds to a person's total and answers the new one. */
    long add(String person, long more) {
        return bytes.merge(person, more, Long::sum);
    }

    /** A recording of that person has ended: what it wrote counts no more. */
    void release(String person, long written) {
        bytes.computeIfPresent(person, (name, total) -> total <= written ? null : total - written);
    }
}
