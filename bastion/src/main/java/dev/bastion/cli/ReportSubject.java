package dev.bastion.cli;

import static java.util.Objects.requireNonNull;

import dev.bastion.report.AccessReport;
import dev.bastion.report.Framework;
import dev.bastion.report.FrameworkReport;
import dev.bastion.report.Report;
import dev.bastion.report.UseReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of what there are reports, by the words that are typed. Immutable. */
final class ReportSubject {
    private static final Map<String, ReportSubject> ALL = all();

    private final Maker maker;

    private ReportSubject(Maker maker) {
        this.maker = requireNonNull(maker, "maker is null");
    }

    private interface Maker {
        Report from(ReportSources sources) throws IOException;
    }

    static Optional<ReportSubject> of(String word) {
        return Optional.ofNullable(ALL.get(word));
    }

    /** Every word there is. */
    static List<String> words() {
        return List.copyOf(ALL.keySet());
    }

    Report from(ReportSources sources) throws IOException {
        return maker.from(sources);
    }

    private static Map<String, ReportSubject> all() {
        Map<String, ReportSubject> all = new LinkedHashMap<>();
        all.put("access", new ReportSubject(from -> new AccessReport(from.state(), from.now()).over(from.span())));
        all.put("rules", new ReportSubject(from -> new UseReport(from.state(), from.policy()).rules(from.span())));
        all.put("people", new ReportSubject(from -> new UseReport(from.state(), from.policy()).people()));
        all.put("frameworks", new ReportSubject(from -> new FrameworkReport(from.grounds()).all()));
        for (Framework framework : Framework.values()) {
            all.put(framework.word(), new ReportSubject(from -> new FrameworkReport(from.grounds()).of(framework)));
        }
        return all;
    }
}
