package dev.bastion.certs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Serials, unsigned, as the ranges that they come to: two that overlap or touch are one. For one thread while it is
 * added to.
 */
final class SerialSet {
    /** From the first to the last, both of them in it. */
    record Range(long first, long last) {
        /** How many; 0 stands for 2^64, which no set has, since 0 is never in one. */
        long size() {
            return last - first + 1;
        }
    }

    private final NavigableMap<Long, Long> ranges = new TreeMap<>(Long::compareUnsigned);

    /** One range more, {@code 0 < first <= last}. */
    void add(long first, long last) {
        if (first == 0 || Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("the serials from " + Long.toUnsignedString(first) + " to "
                    + Long.toUnsignedString(last) + " are none");
        }
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && reaches(before.getValue(), from)) {
            from = before.getKey();
            to = later(to, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
                next != null && reaches(to, next.getKey());
                next = ranges.ceilingEntry(from)) {
            to = later(to, next.getValue());
            ranges.remove(next.getKey());
        }
        ranges.put(from, to);
    }

    boolean contains(long serial) {
        Map.Entry<Long, Long> before = ranges.floorEntry(serial);
        return before != null && Long.compareUnsigned(serial, before.getValue()) <= 0;
    }

    /** Ascending, with a serial between any two that is not in it. */
    List<Range> ranges() {
        List<Range> list = new ArrayList<>();
        ranges.forEach((first, last) -> list.add(new Range(first, last)));
        return list;
    }

    int rangeCount() {
        return ranges.size();
    }

    /** Whether nothing lies between a range that ends there and one that begins there. */
    private static boolean reaches(long last, long first) {
        return last == -1 || Long.compareUnsigned(last + 1, first) >= 0;
    }

    private static long later(long one, long other) {
        return Long.compareUnsigned(one, other) >= 0 ? one : other;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SerialSet set && ranges.equals(set.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges().toString();
    }
}
