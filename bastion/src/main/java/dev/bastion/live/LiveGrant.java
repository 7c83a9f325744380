package dev.bastion.live;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Ids;
import dev.bastion.policy.Sentences;
import dev.bastion.policy.rule.Use;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A grant that opens something now: the gate that every packet of its sessions passes.
 *
 * <p>{@link #open()} compares the time itself and waits for no timer: the wall clock, and the granted length on the
 * boot-time clock, whichever ends first (a clock set back or a machine that slept gains nothing). A session registers
 * itself first and asks {@link #open()} second; an end marks the grant first and walks the sessions second: between the
 * two none is missed.
 *
 * <p>Where its rule has hours, the gate closes with them too, by the same two clocks, and opens again when somebody comes
 * within them. Thread-safe; {@code open()} takes no lock.
 */
public final class LiveGrant {
    private record Limit(Instant end, long wallMillis, long bootMillis) {
        /**
         * On the boot-time clock it moves by as much as was added: measured from the wall clock again, a clock set back
         * in between would be a present.
         */
        Limit movedTo(Instant to) {
            return new Limit(to, to.toEpochMilli(), bootMillis + to.toEpochMilli() - wallMillis);
        }

        boolean over(long wallNow, long bootNow) {
            return wallNow >= wallMillis || bootNow >= bootMillis;
        }

        long left(long wallNow, long bootNow) {
            return Math.min(wallMillis - wallNow, bootMillis - bootNow);
        }
    }

    private static final Limit NEVER = new Limit(Instant.MAX, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Limit SHUT = new Limit(Instant.EPOCH, 0, 0);

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
    private volatile Limit hours = NEVER;
    private volatile Use use;
    private volatile End ended;
    private Optional<Limit> lastWindow = Optional.empty();

    /**
     * @param use what its rule says of its use, until it says otherwise
     */
    LiveGrant(long id, String person, Instant end, Use use, Clock wall, BootClock boot) {
        this.id = id;
        this.person = requireNonNull(person, "person is null");
        this.wall = wall;
        this.boot = boot;
        this.limit = limitAt(end);
        follow(() -> use);
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

    /** When the gate closes by the wall clock: at the grant's end or with the rule's hours. */
    public Instant closesAt() {
        Instant end = end();
        Instant closing = hours.end();
        return closing.isBefore(end) ? closing : end;
    }

    /** Whether a byte may pass at this moment. */
    public boolean open() {
        long wallNow = wall.millis();
        long bootNow = boot.millis();
        return ended == null && !limit.over(wallNow, bootNow) && !hours.over(wallNow, bootNow);
    }

    /** Whether the grant's own time is over, whatever the hours say. */
    boolean over() {
        return limit.over(wall.millis(), boot.millis());
    }

    /** Milliseconds until the gate closes by time; 0 or less when it is closed. */
    public long millisLeft() {
        long wallNow = wall.millis();
        long bootNow = boot.millis();
        return Math.min(limit.left(wallNow, bootNow), hours.left(wallNow, bootNow));
    }

    /** Why the gate is closed, or what will close it first where it is open. */
    public End closing() {
        End known = ended;
        if (known != null) {
            return known;
        }
        boolean shut = hours.over(wall.millis(), boot.millis());
        boolean byHours = !over() && (shut || closesAt().isBefore(end()));
        return byHours
                ? new End(EndCause.OUTSIDE_HOURS, Sentences.outsideHours(use.hours(), wall.instant()))
                : new End(EndCause.GRANT_EXPIRED, expiry());
    }

    /** What a person is told when time has ended it: {@code grant g-41 expired at 14:00 UTC}. */
    public String expiry() {
        return "grant " + Ids.grant(id) + " expired at " + Times.utc(end());
    }

    /** Why it ended, once somebody or the time has ended it. */
    public Optional<End> ended() {
        return Optional.ofNullable(ended);
    }

    /**
     * Puts a session under this grant, unless as many run as its rule allows. Ask {@link #open()} afterwards, not before.
     */
    public synchronized boolean register(LiveSession session) {
        sessions.add(session);
        boolean room =
                use.sessions().isEmpty() || sessions.size() <= use.sessions().getAsInt();
        if (!room) {
            sessions.remove(session);
        }
        return room;
    }

    /** What its rule says of its use, as far as it has been followed. */
    Use use() {
        return use;
    }

    /** What measures how long a new session is not touched. */
    public Idleness idleness() {
        return new Idleness(boot);
    }

    public void unregister(LiveSession session) {
        sessions.remove(session);
    }

    Set<LiveSession> sessions() {
        return sessions;
    }

    /** Moves the end; what has ended stays ended. */
    synchronized void moveEnd(Instant end) {
        limit = limit.movedTo(end);
    }

    /**
     * Follows what its rule says of its use now, and opens again where the hours have begun.
     *
     * @param rule asked under the lock, so that whoever comes last brings what is newest
     * @return whether the gate closes at another moment than before
     */
    synchronized boolean follow(Supplier<Use> rule) {
        use = requireNonNull(rule.get(), "use is null");
        Limit before = hours;
        hours = hoursAt(wall.instant());
        return !hours.equals(before);
    }

    private Limit hoursAt(Instant now) {
        if (!use.hours().openAt(now)) {
            return SHUT;
        }
        Optional<Instant> close = use.hours().openUntil(now);
        if (close.isEmpty()) {
            return NEVER;
        }
        // Measured from the last window, as an end that moves is from the end before.
        Limit window = lastWindow.map(last -> last.movedTo(close.get())).orElseGet(() -> limitAt(close.get()));
        lastWindow = Optional.of(window);
        return window;
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
