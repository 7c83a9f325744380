package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The lines of one channel that were withheld: how many, how long, after which prompt; never what. For one thread. */
final class WithheldLines {

    private static final int MOST_LISTED = 100;

    private record Line(double seconds, String prompt, int bytes) {}

    private final List<Line> lines = new ArrayList<>(0);
    private int count;
    private long bytes;

    void add(double seconds, String prompt, int length) {
        count++;
        bytes += length;
        if (lines.size() < MOST_LISTED) {
            lines.add(new Line(seconds, prompt, length));
        }
    }

    long bytes() {
        return bytes;
    }

    void describe(ObjectNode facts) {
        if (count == 0) {
            return;
        }
        facts.put("withheld_lines", count);
        ArrayNode list = facts.putArray("withheld");
        for (Line line : lines) {
            list.addObject()
                    .put("time", line.seconds())
                    .put("bytes", line.bytes())
                    .put("prompt", line.prompt());
        }
    }
}
