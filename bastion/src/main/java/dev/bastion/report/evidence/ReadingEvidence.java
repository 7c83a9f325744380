package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.SessionEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who looked at recordings or took them away. */
final class ReadingEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<SessionEvent.RecordingRead> reads = grounds.events().of(SessionEvent.RecordingRead.class);
        if (reads.isEmpty()) {
            return new Finding.Nothing("nobody looked at a recording in this span; who does is written");
        }
        Map<String, Long> ways = reads.stream()
                .collect(Collectors.groupingBy(SessionEvent.RecordingRead::how, TreeMap::new, Collectors.counting()));
        return new Showing()
                .figure("%s at recordings by %s: %s"
                        .formatted(
                                counted(reads.size(), "look", "looks"),
                                listed(reads.stream()
                                        .map(SessionEvent.RecordingRead::person)
                                        .distinct()
                                        .sorted()
                                        .toList()),
                                listed(ways.entrySet().stream()
                                        .map(way -> way.getValue() + " " + way.getKey())
                                        .toList())))
                .finding();
    }
}
