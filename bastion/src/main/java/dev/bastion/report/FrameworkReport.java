package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import dev.bastion.report.evidence.EvidenceKind;
import dev.bastion.report.evidence.Finding;
import dev.bastion.report.evidence.Grounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Each control of a framework beside the evidence that an installation can show of it now. Claims what was counted and
 * nothing else: where nothing can be, it says so and why. For one thread.
 */
public final class FrameworkReport {
    private static final String SHOWN = "shown";
    private static final String GAP = "gap";
    private static final String NONE = "no evidence";

    private final Grounds grounds;
    private final Map<EvidenceKind, Finding> found = new EnumMap<>(EvidenceKind.class);

    public FrameworkReport(Grounds grounds) {
        this.grounds = requireNonNull(grounds, "grounds is null");
    }

    /** The page of one framework: a line for each thing that is shown, is a gap, or cannot be shown. */
    public Report of(Framework framework) {
        List<List<String>> rows = framework.controls().stream()
                .flatMap(control -> rows(framework, control).stream())
                .toList();
        List<String> columns = new ArrayList<>(List.of("control"));
        if (framework.renumbered()) {
            columns.add("formerly");
        }
        columns.addAll(List.of("title", "evidence", "standing", "what"));
        Standings standings = standings(framework);
        return new Report(
                framework.title() + ", from " + Report.time(grounds.span().since()) + " to "
                        + Report.time(grounds.span().until()),
                List.of(
                        framework.note(),
                        "%d controls: %d shown, %d shown in part, %d without any evidence"
                                .formatted(
                                        framework.controls().size(),
                                        standings.whole(),
                                        standings.parts(),
                                        standings.none()),
                        "counted from ledger, policy, configuration and recordings at " + Report.time(grounds.now())
                                + "; times are UTC"),
                columns,
                rows,
                columns.indexOf("title") + 1);
    }

    /** All frameworks, by how many of their controls there is evidence of. */
    public Report all() {
        List<List<String>> rows = Arrays.stream(Framework.values())
                .map(framework -> {
                    Standings standings = standings(framework);
                    return List.of(
                            framework.word(),
                            framework.title(),
                            Integer.toString(framework.controls().size()),
                            Long.toString(standings.whole()),
                            Long.toString(standings.parts()),
                            Long.toString(standings.none()));
                })
                .toList();
        return new Report(
                "Frameworks, from " + Report.time(grounds.span().since()) + " to "
                        + Report.time(grounds.span().until()),
                List.of("one page each: bastion report " + Framework.PCI.word()),
                List.of("framework", "title", "controls", "shown", "in_part", "no_evidence"),
                rows);
    }

    /**
     * Of how many controls there is how much.
     *
     * @param whole all of the evidence, no gap, and nothing that cannot be shown here
     */
    private record Standings(long whole, long parts, long none) {}

    private Standings standings(Framework framework) {
        long whole = 0;
        long parts = 0;
        long none = 0;
        for (Control control : framework.controls()) {
            List<Finding.Shown> shown = control.evidence().stream()
                    .map(this::find)
                    .filter(Finding.Shown.class::isInstance)
                    .map(Finding.Shown.class::cast)
                    .toList();
            if (shown.isEmpty()) {
                none++;
            } else if (control.beyond().isEmpty()
                    && shown.size() == control.evidence().size()
                    && shown.stream().allMatch(one -> one.gaps().isEmpty())) {
                whole++;
            } else {
                parts++;
            }
        }
        return new Standings(whole, parts, none);
    }

    private List<List<String>> rows(Framework framework, Control control) {
        List<List<String>> rows = new ArrayList<>();
        for (EvidenceKind kind : control.evidence()) {
            switch (find(kind)) {
                case Finding.Shown shown -> {
                    rows.add(row(framework, control, kind.word(), SHOWN, String.join("; ", shown.figures())));
                    shown.gaps().forEach(gap -> rows.add(row(framework, control, kind.word(), GAP, gap)));
                }
                case Finding.Nothing nothing -> rows.add(row(framework, control, kind.word(), NONE, nothing.why()));
            }
        }
        control.beyond().ifPresent(beyond -> rows.add(row(framework, control, "", NONE, beyond)));
        return rows;
    }

    private static List<String> row(Framework framework, Control control, String kind, String standing, String what) {
        List<String> row = new ArrayList<>(List.of(control.id()));
        if (framework.renumbered()) {
            row.add(control.old().map(number -> "v3.2.1: " + number).orElse("none"));
        }
        row.addAll(List.of(control.title(), kind, standing, what));
        return row;
    }

    private Finding find(EvidenceKind kind) {
        return found.computeIfAbsent(kind, wanted -> wanted.in(grounds));
    }
}
