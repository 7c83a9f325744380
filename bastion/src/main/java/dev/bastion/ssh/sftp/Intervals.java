package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferLine.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a file have passed. Bytes that follow on the last ones cost nothing but an addition. */
final class Intervals {

    /** So many pieces are told apart; a client that jumps more often has the rest counted and no longer placed. */
    static final int MAX = 256;

    private final TreeMap<Long, Long> endByStart = new TreeMap<>();
    private long lastStart;
    private long lastEnd = -1;
    private boolean incomplete;

    void add(long from, long length) {
        if (length == 0) {
            return;
        }
        long to = from + length;
        if (from == lastEnd && !overruns(to)) {
            lastEnd = to;
            return;
        }
        putLast();
        insert(from, to);
    }

    /** Whether some bytes passed that are in no interval. */
    boolean incomplete() {
        return incomplete;
    }

    /** The length n where exactly the bytes 0 to n have passed; below zero where they are others. */
    long wholeLength() {
        List<Interval> all = list();
        if (incomplete || all.size() > 1) {
            return -1;
        }
        if (all.isEmpty()) {
            return 0;
        }
        return all.get(0).from() == 0 ? all.get(0).to() : -1;
    }

    List<Interval> list() {
        putLast();
        lastEnd = -1;
        List<Interval> all = new ArrayList<>(endByStart.size());
        endByStart.forEach((from, to) -> all.add(new Interval(from, to)));
        return all;
    }

    private boolean overruns(long to) {
        Long next = endByStart.higherKey(lastStart);
        return next != null && to >= next;
    }

    private void putLast() {
        if (lastEnd >= 0) {
            endByStart.put(lastStart, lastEnd);
        }
    }

    private void insert(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = endByStart.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        while (true) {
            Map.Entry<Long, Long> after = endByStart.ceilingEntry(start);
            if (after == null || after.getKey() > end) {
                break;
            }
            end = Math.max(end, after.getValue());
            endByStart.remove(after.getKey());
        }
        if (endByStart.size() >= MAX) {
            incomplete = true;
            return;
        }
        endByStart.put(start, end);
        lastStart = start;
        lastEnd = end;
    }
}
