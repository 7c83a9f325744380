package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.live.EndCause;
import dev.bastion.policy.Rule;
import java.time.Duration;
import java.util.List;

/** After how long without input sessions end. */
final class IdleEvidence implements Evidence {
    private static final Duration MOST = Duration.ofMinutes(15);

    @Override
    public Finding in(Grounds grounds) {
        List<Rule> rules = grounds.policy().rules();
        List<String> without = grounds.rules(rule -> rule.use().idle().isEmpty());
        int ended = Ends.by(EndCause.IDLE, grounds.sessions()).size();
        if (without.size() == rules.size()) {
            return new Finding.Nothing("no rule sets an idle timeout");
        }
        return new Showing()
                .figure("idle timeout set in %d of %s; sessions that it ended: %d"
                        .formatted(rules.size() - without.size(), counted(rules.size(), "rule", "rules"), ended))
                .gapOf("rules without", without)
                .gapOf(
                        "rules with more than 15m",
                        grounds.rules(rule -> rule.use()
                                .idle()
                                .filter(idle -> idle.compareTo(MOST) > 0)
                                .isPresent()))
                .finding();
    }
}
