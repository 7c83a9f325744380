package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import dev.bastion.report.evidence.EvidenceKind;
import java.util.List;
import java.util.Optional;

/**
 * One control of a framework, in our own words.
 *
 * @param id its number in the framework
 * @param old its number in the version before, where the framework was renumbered and it had one
 * @param evidence what can show it, in the order in which it is shown; none where nothing here can
 * @param beyond what of it cannot be shown here; there where there is no evidence
 */
record Control(String id, Optional<String> old, String title, List<EvidenceKind> evidence, Optional<String> beyond) {
    Control {
        requireNonNull(id, "id is null");
        requireNonNull(old, "old is null");
        requireNonNull(title, "title is null");
        evidence = List.copyOf(evidence);
        requireNonNull(beyond, "beyond is null");
        if (evidence.isEmpty() && beyond.isEmpty()) {
            throw new IllegalArgumentException("%s names neither evidence nor why there is none".formatted(id));
        }
    }
}
