package dev.bastion.report;

import dev.bastion.policy.AccessState;
import dev.bastion.policy.Deletion;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.policy.SessionState;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.Verification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds recordings against the ledger: every session owes one, and it is the one whose seal the ledger has. Reads every file
 * of them. For one thread.
 */
public final class RecordingsCheck {
    private final RecordingStore store;
    private final boolean running;

    /**
     * Looks through these recordings.
     *
     * @param running whether a bastion runs, so that what is open may well be open
     */
    public RecordingsCheck(RecordingStore store, boolean running) {
        this.store = store;
        this.running = running;
    }

    /** Everything that is wrong with what the ledger knows of, and with what it does not. */
    public List<RecordingFault> faults(AccessState state) throws IOException {
        List<RecordingFault> faults = new ArrayList<>(faults(state.sessions(), state));
        for (RecordedSession recording : store.list()) {
            if (state.session(recording.id()).isEmpty()) {
                faults.add(fault(recording.id(), "a recording of no session that the ledger knows"));
            }
        }
        return faults;
    }

    /** Everything that is wrong with the recordings of those sessions. */
    public List<RecordingFault> faults(List<SessionFacts> sessions, AccessState state) throws IOException {
        List<RecordingFault> faults = new ArrayList<>();
        for (SessionFacts session : sessions) {
            Optional<RecordedSession> recording = store.find(session.session());
            List<String> wrong = recording.isEmpty()
                    ? List.of(missing(session))
                    : wrong(session, state.deletion(session.session()), recording.get());
            wrong.forEach(what -> faults.add(fault(session.session(), what)));
        }
        return faults;
    }

    private static String missing(SessionFacts session) {
        return "its recording is missing"
                + session.bastion().map(name -> "; it was made in " + name).orElse("");
    }

    private List<String> wrong(SessionFacts session, Optional<Deletion> deletion, RecordedSession recording)
            throws IOException {
        return deletion.isPresent() ? wrong(deletion.get(), recording) : wrong(session, recording);
    }

    /** Of one that was deleted under retention the list of sums stays, and the facts, and nothing else. */
    private List<String> wrong(Deletion deletion, RecordedSession recording) throws IOException {
        List<String> wrong = new ArrayList<>();
        Verification verification = recording.verify();
        if (!verification.sealSha256().orElse("").equals(deletion.sumsSha256())) {
            wrong.add("was deleted under retention, and its list of sums is not the one that it had");
        }
        List<String> left = running ? List.of() : recording.content();
        verification.changed().stream()
                .filter(file -> !left.contains(file))
                .forEach(file -> wrong.add(file + " was changed"));
        left.forEach(file -> wrong.add(
                "was deleted under retention, and " + file + " is left; the next start of the bastion deletes it"));
        return wrong;
    }

    private List<String> wrong(SessionFacts session, RecordedSession recording) throws IOException {
        return switch (session.state()) {
            case SessionState.Open ignored ->
                running
                        ? List.of()
                        : List.of("was left open and never sealed; the next start of the bastion settles it");
            case SessionState.Broken ignored -> changes(recording.verify());
            case SessionState.Ended ended -> wrong(ended, recording.verify());
        };
    }

    private static List<String> wrong(SessionState.Ended ended, Verification verification) {
        List<String> wrong = new ArrayList<>();
        if (ended.sealSha256().isEmpty()) {
            wrong.add("its recording was never sealed");
        } else if (!verification.sealSha256().equals(Optional.of(ended.sealSha256()))) {
            wrong.add("its list of sums is not the one that was sealed");
        }
        wrong.addAll(changes(verification));
        return wrong;
    }

    private static List<String> changes(Verification verification) {
        List<String> changes = new ArrayList<>();
        verification.changed().forEach(file -> changes.add(file + " was changed"));
        verification.missing().forEach(file -> changes.add(file + " is missing"));
        verification.added().forEach(file -> changes.add(file + " was added"));
        return changes;
    }

    private static RecordingFault fault(long session, String what) {
        return new RecordingFault(session, Ids.session(session) + ": " + what);
    }
}
