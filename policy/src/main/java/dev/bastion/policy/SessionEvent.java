package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What became of a live session, and who looked at what it left. */
public sealed interface SessionEvent extends AccessEvent {

    /**
     * A session began.
     *
     * @param bastion which of those that share the ledger it lives in, by the name in its data directory; empty in entries
     *     of before there were names
     */
    record SessionOpened(
            long session,
            long grant,
            String person,
            String target,
            String login,
            String source,
            SessionForm form,
            Optional<String> bastion,
            Instant at)
            implements SessionEvent {
        public SessionOpened {
            Checks.id(session, "session");
            Checks.id(grant, "grant");
            Checks.filled(person, "person");
            Checks.filled(target, "target");
            Checks.filled(login, "login");
            requireNonNull(source, "source is null");
            requireNonNull(form, "form is null");
            requireNonNull(bastion, "bastion is null");
            requireNonNull(at, "at is null");
        }

        /** One of the only bastion that there is. */
        public SessionOpened(
                long session,
                long grant,
                String person,
                String target,
                String login,
                String source,
                SessionForm form,
                Instant at) {
            this(session, grant, person, target, login, source, form, Optional.empty(), at);
        }
    }

    /** An administrator ended a live session; its {@link SessionEnded} follows. */
    record SessionKilled(long session, String by, String reason, Instant at) implements SessionEvent {
        public SessionKilled {
            Checks.id(session, "session");
            Checks.filled(by, "by");
            requireNonNull(reason, "reason is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * A session ended and its recording is sealed.
     *
     * @param sealSha256 hex of the SHA-256 of the recording's list of digests; empty when there is no seal
     * @param masked how often each kind was masked on its terminals, by the kind's word; empty where nothing was
     * @param late whether it is written after it had taken effect
     */
    record SessionEnded(
            long session,
            String cause,
            String sealSha256,
            long unrecordedBytes,
            int withheldLines,
            Optional<Map<String, Long>> masked,
            boolean late,
            Instant at)
            implements SessionEvent {
        public SessionEnded {
            Checks.id(session, "session");
            Checks.filled(cause, "cause");
            requireNonNull(sealSha256, "sealSha256 is null");
            Checks.check(unrecordedBytes >= 0, "unrecordedBytes is negative");
            Checks.check(withheldLines >= 0, "withheldLines is negative");
            masked = requireNonNull(masked, "masked is null").map(SessionEvent::counts);
            requireNonNull(at, "at is null");
        }

        /** Of a session in which nothing was masked. */
        public SessionEnded(
                long session,
                String cause,
                String sealSha256,
                long unrecordedBytes,
                int withheldLines,
                boolean late,
                Instant at) {
            this(session, cause, sealSha256, unrecordedBytes, withheldLines, Optional.empty(), late, at);
        }
    }

    /** A session was found open after a crash. */
    record SessionBroken(long session, String why, Instant at) implements SessionEvent {
        public SessionBroken {
            Checks.id(session, "session");
            requireNonNull(why, "why is null");
            requireNonNull(at, "at is null");
        }
    }

    /**
     * Somebody looked at a recording or took it away.
     *
     * @param how {@code replay}, {@code export}, {@code watch} and so on
     */
    record RecordingRead(long session, String person, String how, Instant at) implements SessionEvent {
        public RecordingRead {
            Checks.id(session, "session");
            Checks.filled(person, "person");
            Checks.filled(how, "how");
            requireNonNull(at, "at is null");
        }
    }

    private static Map<String, Long> counts(Map<String, Long> masked) {
        Checks.check(!masked.isEmpty(), "masked counts nothing");
        masked.forEach((kind, count) -> {
            Checks.check(kind.matches("[a-z][a-z-]{0,31}"), "masked has the kind '" + kind + "'");
            Checks.check(count > 0, "masked counts no " + kind);
        });
        return Collections.unmodifiableMap(new TreeMap<>(masked));
    }
}
