package dev.bastion.report;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of what there are reports, by the words that are typed. Immutable. */
public final class ReportSubject {
    private static final Map<String, ReportSubject> ALL = all();

    private final Maker maker;

    private ReportSubject(Maker maker) {
        this.maker = requireNonNull(maker, "maker is null");
    }

    private interface Maker {
        Report from(ReportSources sources) throws IOException;
    }

    /** The one of that word. */
    public static Optional<ReportSubject> of(String word) {
        return Optional.ofNullable(ALL.get(word));
    }

    /** Every word there is. */
    public static List<String> words() {
        return List.copyOf(ALL.keySet());
    }

    /** Makes the report. */
    public Report from(LedgerSources sources) throws IOException {
        return made(sources);
    }

    Report made(ReportSources sources) throws IOException {
        return maker.from(sources);
    }

    private static Map<String, ReportSubject> all() {
        Map<String, ReportSubject> all = new LinkedHashMap<>();
        all.put(
                "access",
                new ReportSubject(from -> new AccessReport(from.state(), from.now()).over(from.span(), from.shown())));
        all.put("rules", new ReportSubject(from -> new UseReport(from.state(), from.policy()).rules(from.span())));
        all.put("people", new ReportSubject(from -> new UseReport(from.state(), from.policy()).people()));
        all.put("frameworks", new ReportSubject(from -> new FrameworkReport(from.grounds()).all()));
        for (Framework framework : Framework.values()) {
            all.put(framework.word(), new ReportSubject(from -> new FrameworkReport(from.grounds()).of(framework)));
        }
        return all;
    }
}
