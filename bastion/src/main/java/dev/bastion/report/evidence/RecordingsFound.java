package dev.bastion.report.evidence;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessState;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.SessionDeeds;
import dev.bastion.report.RecordingFault;
import dev.bastion.report.RecordingsCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lies where the recordings of some sessions belong.
 *
 * @param faults what is wrong with any of them
 * @param whole the sessions that are over and whose recordings are as they were sealed
 * @param commands how many were run
 * @param filesMoved how many files were read or written
 * @param undigested of the listed transfers those of which no digest says what passed
 * @param refusals how often something was asked for in a session and refused
 * @param unread the sessions whose files do not say what was done
 */
public record RecordingsFound(
        List<RecordingFault> faults,
        List<String> whole,
        long commands,
        long filesMoved,
        long undigested,
        long refusals,
        List<String> unread) {
    public RecordingsFound {
        requireNonNull(faults, "faults is null");
        faults = List.copyOf(faults);
        whole = List.copyOf(whole);
        unread = List.copyOf(unread);
    }

    /**
     * Looks through the recordings of those sessions; reads every file of them.
     *
     * @param running whether a bastion runs, so that what is open may well be open
     */
    public static RecordingsFound of(
            RecordingStore store, boolean running, List<SessionFacts> sessions, AccessState state) throws IOException {
        List<RecordingFault> faults = new RecordingsCheck(store, running).faults(sessions, state);
        Set<Long> faulty = faults.stream().map(RecordingFault::session).collect(Collectors.toSet());
        List<String> whole = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        long commands = 0;
        long moved = 0;
        long undigested = 0;
        long refusals = 0;
        for (SessionFacts session : sessions) {
            if (state.deletion(session.session()).isPresent()) {
                continue;
            }
            if (!session.open() && !faulty.contains(session.session())) {
                whole.add(Ids.session(session.session()));
            }
            Optional<SessionDeeds> deeds = deeds(store.find(session.session()));
            if (deeds.isEmpty()) {
                unread.add(Ids.session(session.session()));
                continue;
            }
            commands += deeds.get().commands().count();
            moved += deeds.get().filesMoved();
            undigested += undigested(deeds.get());
            refusals += deeds.get().refusals().count();
        }
        return new RecordingsFound(faults, whole, commands, moved, undigested, refusals, unread);
    }

    private static long undigested(SessionDeeds deeds) {
        return deeds.transfers().first().stream()
                .filter(moved -> moved.bytes() > 0 && moved.sha256().isEmpty())
                .count();
    }

    private static Optional<SessionDeeds> deeds(Optional<RecordedSession> recording) {
        try {
            return recording.isPresent() ? Optional.of(recording.get().deeds()) : Optional.empty();
        } catch (IOException gone) {
            // Which file it is says the comparison with the list of sums.
            return Optional.empty();
        }
    }
}
