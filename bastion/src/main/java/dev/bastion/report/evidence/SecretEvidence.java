package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.util.List;

/** What was kept out of recordings as a secret. */
final class SecretEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<SessionFacts> sessions = grounds.sessions();
        if (sessions.isEmpty()) {
            return new Finding.Nothing("no session was opened in this span");
        }
        int lines = sessions.stream()
                .map(SessionFacts::state)
                .mapToInt(state -> state instanceof SessionState.Ended ended ? ended.withheldLines() : 0)
                .sum();
        return new Showing()
                .figure(
                        "what people type is recorded: %s; lines typed at a prompt for a secret and kept out of recordings: %d in %s"
                                .formatted(
                                        grounds.config().recordings().input() ? "yes" : "no",
                                        lines,
                                        counted(sessions.size(), "session", "sessions")))
                .gap("what is printed, and secrets typed without such a prompt, are in recordings as they were")
                .finding();
    }
}
