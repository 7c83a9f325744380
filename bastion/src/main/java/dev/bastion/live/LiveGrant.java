package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A grant that opens something now: the gate that every packet of its sessions passes.
 *
 * <p>{@link #open()} compares the time itself and waits for no timer: the wall clock, and the granted length on the
 * boot-time clock, whichever ends first (a clock set back or a machine that slept gains nothing). A session registers
 * itself first and asks {@link #open()} second; an end marks the grant first and walks the sessions second: between the
 * two none is missed. Thread-safe; {@code open()} takes no lock.
 */
public final class LiveGrant {
    private record Limit(Instant end, long wallMillis, long bootMillis) {}

    /** What ended the grant and what the person is told. */
    public record End(EndCause cause, String sentence) {
        public End {
            requireNonNull(cause, "cause is null");
            requireNonNull(sentence, "sentence is null");
        }
    }

    private final long id;
    private final String person;
    private final Clock wall;
    private final BootClock boot;
    private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile Limit limit;
    private volatile End ended;

    LiveGrant(long id, String person, Instant end, Clock wall, BootClock boot) {
        this.id = id;
        this.person = requireNonNull(person, "person is null");
        this.wall = wall;
        this.boot = boot;
        this.limit = limitAt(end);
    }

    public long id() {
        return id;
    }

    public String person() {
        return person;
    }

    /** When it ends by the wall clock, if nothing ends it before. */
    public Instant end() {
        return limit.end();
    }

    /** Whether a byte may pass at this moment. */
    public boolean open() {
        Limit now = limit;
        return ended == null && wall.millis() < now.wallMillis() && boot.millis() < now.bootMillis();
    }

    /** Milliseconds until the gate closes by time; 0 or less when it is closed. */
    public long millisLeft() {
        Limit now = limit;
        return Math.min(now.wallMillis() - wall.millis(), now.bootMillis() - boot.millis());
    }

    /** What a person is told when time has ended it: {@code grant g-41 expired at 14:00 UTC}. */
    public String expiry() {
        return "grant " + Ids.grant(id) + " expired at " + Times.utc(end());
    }

    /** Why it ended, once somebody or the time has ended it. */
    public Optional<End> ended() {
        return Optional.ofNullable(ended);
    }

    /** Puts a session under this grant. Ask {@link #open()} afterwards, not before. */
    public void register(LiveSession session) {
        sessions.add(session);
    }

    public void unregister(LiveSession session) {
        sessions.remove(session);
    }

    Set<LiveSession> sessions() {
        return sessions;
    }

    /**
     * Moves the end; what has ended stays ended. On the boot-time clock it moves by as much as was added: measured from
     * the wall clock again, a clock set back in between would be a present.
     */
    synchronized void moveEnd(Instant end) {
        Limit before = limit;
        long added = end.toEpochMilli() - before.wallMillis();
        limit = new Limit(end, end.toEpochMilli(), before.bootMillis() + added);
    }

    /** Closes the gate for good. True for the first who does so. */
    synchronized boolean mark(End end) {
        if (ended != null) {
            return false;
        }
        ended = end;
        return true;
    }

    private Limit limitAt(Instant end) {
        long left = end.toEpochMilli() - wall.millis();
        return new Limit(end, end.toEpochMilli(), boot.millis() + left);
    }
}
