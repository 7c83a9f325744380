package dev.bastion.cli;

import dev.bastion.policy.AccessState;
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

/** Holds recordings against the ledger: every session owes one, and it is the one whose seal the ledger has. */
final class RecordingsCheck {
    private final RecordingStore store;
    private final boolean running;

    /**
     * Looks through these recordings.
     *
     * @param running whether a bastion runs, so that what is open may well be open
     */
    RecordingsCheck(RecordingStore store, boolean running) {
        this.store = store;
        this.running = running;
    }

    /** Everything that is wrong, one sentence each. */
    List<String> faults(AccessState state) throws IOException {
        List<String> faults = new ArrayList<>();
        for (SessionFacts session : state.sessions()) {
            String name = Ids.session(session.session());
            Optional<RecordedSession> recording = store.find(session.session());
            if (recording.isEmpty()) {
                faults.add(name + ": its recording is missing");
                continue;
            }
            switch (session.state()) {
                case SessionState.Open ignored -> {
                    if (!running) {
                        faults.add(name + ": was left open and never sealed; the next start of the bastion settles it");
                    }
                }
                case SessionState.Broken ignored ->
                    addChanges(name, recording.get().verify(), faults);
                case SessionState.Ended ended ->
                    addFaults(name, ended, recording.get().verify(), faults);
            }
        }
        addOwnerless(state, faults);
        return faults;
    }

    private static void addFaults(
            String name, SessionState.Ended ended, Verification verification, List<String> faults) {
        if (ended.sealSha256().isEmpty()) {
            faults.add(name + ": its recording was never sealed");
        } else if (!verification.sealSha256().equals(Optional.of(ended.sealSha256()))) {
            faults.add(name + ": its list of sums is not the one that was sealed");
        }
        addChanges(name, verification, faults);
    }

    private static void addChanges(String name, Verification verification, List<String> faults) {
        verification.changed().forEach(file -> faults.add("%s: %s was changed".formatted(name, file)));
        verification.missing().forEach(file -> faults.add("%s: %s is missing".formatted(name, file)));
        verification.added().forEach(file -> faults.add("%s: %s was added".formatted(name, file)));
    }

    private void addOwnerless(AccessState state, List<String> faults) throws IOException {
        for (RecordedSession recording : store.list()) {
            if (state.session(recording.id()).isEmpty()) {
                faults.add(Ids.session(recording.id()) + ": a recording of no session that the ledger knows");
            }
        }
    }
}
