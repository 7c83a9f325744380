package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.KeyStanding;
import dev.bastion.signer.KeyFollowed;
import dev.bastion.signer.SignerKeys;
import dev.bastion.signer.SignersKey;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a signer that stands apart every few seconds how its keys stand, tells it who has followed them, and writes what has
 * changed into the bastion's own ledger, which the authorities of every bastion on it follow. Thread-safe.
 */
public final class SignerFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerFollower.class);
    private static final long EVERY_SECONDS = 5;
    private static final int MOST_NAMES = 100;

    private final SignerKeys signer;
    private final AccessJournal journal;
    private final Rotation rotation;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("signer-keys").daemon().factory());
    private volatile String told = "";

    private SignerFollower(SignerKeys signer, AccessJournal journal, Supplier<AccessPolicy> policies, Clock clock) {
        this.signer = requireNonNull(signer, "signer is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.rotation = new Rotation(policies, clock);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Asks once, waiting for the answer, and from then on by itself.
     *
     * @throws SignerUnavailableException if the signer does not answer, and the ledger does not know its keys either
     */
    public static SignerFollower start(
            SignerKeys signer, AccessJournal journal, Supplier<AccessPolicy> policies, Clock clock) {
        SignerFollower started = new SignerFollower(signer, journal, policies, clock);
        try {
            started.follow().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (!knowsAll(journal.state()) && e.getCause() instanceof SignerUnavailableException unavailable) {
                throw unavailable;
            }
            started.tell(e.getCause());
        }
        started.timer.scheduleWithFixedDelay(started::followQuietly, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return started;
    }

    private static boolean knowsAll(AccessState state) {
        return Stream.of(Authority.values())
                .allMatch(authority -> state.authorityKeys().stream()
                        .anyMatch(key -> key.authority() == authority && key.standing() == KeyStanding.SIGNER));
    }

    private CompletionStage<Void> follow() {
        return signer.keys(followed()).thenCompose(this::write);
    }

    /** What whoever changes the keys has to know there: who would be cut off. */
    private List<KeyFollowed> followed() {
        return rotation.standings(journal.state()).stream()
                .filter(standing -> standing.key().standing() != KeyStanding.RETIRED)
                .map(standing -> new KeyFollowed(
                        standing.key().fingerprint(),
                        some(standing.missing().bastions()),
                        some(standing.missing().people()),
                        some(standing.missing().targets()),
                        standing.end()))
                .toList();
    }

    private static List<String> some(List<String> names) {
        return names.subList(0, Math.min(names.size(), MOST_NAMES));
    }

    private CompletionStage<Void> write(List<SignersKey> shown) {
        return journal.submit(SignersSteps.to(shown, clock)).thenAccept(wrong -> tell(String.join("; ", wrong)));
    }

    private void followQuietly() {
        try {
            follow().whenComplete((done, failure) -> {
                if (failure != null) {
                    tell(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                }
            });
        } catch (RuntimeException e) {
            LOG.error("the signer is not asked how its keys stand", e);
        }
    }

    private void tell(Throwable failure) {
        tell("the signer's keys are not followed: " + failure.getMessage());
    }

    /** Once, as long as it stays the same. */
    private void tell(String sentence) {
        if (!sentence.equals(told) && !sentence.isEmpty()) {
            LOG.error("{}", sentence);
        }
        told = sentence;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
