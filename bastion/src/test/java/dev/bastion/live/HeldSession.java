package dev.bastion.live;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.policy.Rule;
import dev.bastion.policy.TestHouse;
import dev.bastion.recorder.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A live session that only remembers what it was told. */
class HeldSession implements LiveSession {
    final List<EndCause> ends = new CopyOnWriteArrayList<>();
    final List<String> sentences = new CopyOnWriteArrayList<>();
    final List<Duration> warnings = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch warned = new CountDownLatch(1);
    final List<Duration> idleWarnings = new CopyOnWriteArrayList<>();
    final Idleness idleness;
    private final long number;

    HeldSession(long number) {
        this(number, BootClock.ofThisMachine());
    }

    HeldSession(long number, BootClock boot) {
        this.number = number;
        this.idleness = new Idleness(boot);
    }

    @Override
    public LiveFacts facts() {
        return new LiveFacts(
                number, 1, "alice", "prod-db-1", "postgres", "10.0.0.9:50000", TestHouse.NOON, 1, Counters.NONE);
    }

    @Override
    public void end(EndCause cause, String sentence) {
        ends.add(cause);
        sentences.add(sentence);
        ended.countDown();
    }

    @Override
    public void warn(Duration left) {
        warnings.add(left);
        warned.countDown();
    }

    @Override
    public Optional<Certificate> onward() {
        return Optional.empty();
    }

    @Override
    public Proof proof() {
        return new Proof("alice", Ed25519Pair.ofSeed(new byte[32]).sshKey(), Optional.empty());
    }

    @Override
    public Idleness idleness() {
        return idleness;
    }

    @Override
    public void warnIdle(Duration left) {
        idleWarnings.add(left);
    }

    @Override
    public Optional<String> objection(Rule rule) {
        return Optional.empty();
    }

    boolean endsSoon() throws InterruptedException {
        return ended.await(10, TimeUnit.SECONDS);
    }

    boolean isWarnedSoon() throws InterruptedException {
        return warned.await(10, TimeUnit.SECONDS);
    }
}
