package dev.bastion;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.Ids;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.RecordedSession;
import dev.bastion.recorder.RecordingStore;
import dev.bastion.recorder.Repair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles what a crash left open: each session is marked broken, and its recording made readable. */
final class AfterCrash {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCrash.class);

    private final Path recordings;
    private final Consumer<AccessEvent> ends;
    private final Clock clock;

    AfterCrash(Path recordings, Consumer<AccessEvent> ends, Clock clock) {
        this.recordings = recordings;
        this.ends = ends;
        this.clock = clock;
    }

    void settle(List<SessionFacts> open) {
        for (SessionFacts session : open) {
            String why = repaired(session.session());
            LOG.warn("{} was open when the bastion ended: {}", Ids.session(session.session()), why);
            ends.accept(new SessionEvent.SessionBroken(session.session(), why, clock.instant()));
        }
    }

    private String repaired(long session) {
        try {
            Optional<RecordedSession> recorded = new RecordingStore(recordings).find(session);
            if (recorded.isEmpty()) {
                return "the bastion ended without closing it, and it has no recording";
            }
            new Repair(clock).session(recorded.get());
            return "the bastion ended without closing it; its recording is repaired";
        } catch (IOException | RuntimeException e) {
            LOG.error("the recording of {} cannot be repaired", Ids.session(session), e);
            return "the bastion ended without closing it, and its recording cannot be repaired";
        }
    }
}
