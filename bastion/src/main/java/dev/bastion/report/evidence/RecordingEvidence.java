package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.report.RecordingFault;
import java.util.List;

/** Whether each session left its recording, sealed and as it was sealed. */
final class RecordingEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<SessionFacts> sessions = grounds.sessions();
        if (sessions.isEmpty()) {
            return new Finding.Nothing("no session was opened in this span");
        }
        RecordingsFound found = grounds.recordings();
        List<String> open = sessions.stream()
                .filter(SessionFacts::open)
                .map(session -> Ids.session(session.session()))
                .toList();
        List<String> deleted = sessions.stream()
                .flatMap(session -> grounds.state().deletion(session.session()).stream())
                .map(deletion -> Ids.session(deletion.session()) + " (" + deletion.retention() + ")")
                .toList();
        Showing showing = new Showing()
                .figure("recordings sealed, and every file as it was sealed: %d of %s"
                        .formatted(found.whole().size(), counted(sessions.size(), "session", "sessions")))
                .figureIf(!open.isEmpty(), "open now: " + listed(open))
                .figureIf(!deleted.isEmpty(), "deleted under retention: " + listed(deleted));
        found.faults().stream().map(RecordingFault::sentence).forEach(showing::gap);
        return showing.gapOf("bytes passed that are not stored", unrecorded(sessions))
                .finding();
    }

    private static List<String> unrecorded(List<SessionFacts> sessions) {
        return sessions.stream()
                .filter(session -> session.state() instanceof SessionState.Ended ended && ended.unrecordedBytes() > 0)
                .map(session -> Ids.session(session.session()))
                .toList();
    }
}
