package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.live.EndCause;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import java.util.List;

/** What became of sessions whose recording failed. */
final class RecordingFailureEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<SessionFacts> sessions = grounds.sessions();
        if (sessions.isEmpty()) {
            return new Finding.Nothing("no session was opened in this span");
        }
        return new Showing()
                .figure("%s, %d of them ended because their recording failed, %d because it was full"
                        .formatted(
                                counted(sessions.size(), "session", "sessions"),
                                Ends.by(EndCause.RECORDING_FAILED, sessions).size(),
                                Ends.by(EndCause.RECORDING_LIMIT, sessions).size()))
                .gapOf("ended because their recording failed", Ends.by(EndCause.RECORDING_FAILED, sessions))
                .gapOf(
                        "found open after a crash",
                        sessions.stream()
                                .filter(session -> session.state() instanceof SessionState.Broken)
                                .map(session -> Ids.session(session.session()))
                                .toList())
                .finding();
    }
}
