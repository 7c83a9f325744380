package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.SingleSignOn;
import dev.bastion.factor.SecretSeal;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.Decision;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.SignOnClaim;
import dev.bastion.policy.SignOnEnd;
import dev.bastion.policy.text.Plain;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where people sign on and off, and what keeps asking the provider about those who have. Thread-safe; {@link #begin} and what
 * it gives block, for seconds and minutes.
 */
public final class SignOnDesk implements AutoCloseable {
    /** What the seal of refresh tokens is for. */
    public static final String SEALED = "refresh tokens of single sign-on, version 1";

    private static final Logger LOG = LoggerFactory.getLogger(SignOnDesk.class);
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(10);
    private static final long LOOK_SECONDS = 1;
    private static final int NONCE_BYTES = 24;

    private final Provider provider;
    private final AccessDesk desk;
    private final AccessJournal journal;
    private final RefreshTokens tokens;
    private final SignOnEnds ends;
    private final SignOnWatch watch;
    private final Clock clock;
    private final SecureRandom random;
    private final PendingFlows pending;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * What it works with.
     *
     * @param directory where sealed refresh tokens lie
     * @param seal of them, and of nothing else
     * @param taking ends at once what a sign-on gave
     */
    public record Parts(
            PolicyHolder policy,
            AccessDesk desk,
            AccessJournal journal,
            SignedOnPeople people,
            Path directory,
            SecretSeal seal,
            TakingAway taking) {
        public Parts {
            requireNonNull(policy, "policy is null");
            requireNonNull(desk, "desk is null");
            requireNonNull(journal, "journal is null");
            requireNonNull(people, "people is null");
            requireNonNull(directory, "directory is null");
            requireNonNull(seal, "seal is null");
            requireNonNull(taking, "taking is null");
        }
    }

    private SignOnDesk(SingleSignOn terms, Parts parts, Duration longest, Clock clock, SecureRandom random) {
        this.provider = new Provider(terms, longest, clock);
        this.desk = parts.desk();
        this.journal = parts.journal();
        this.tokens = new RefreshTokens(parts.directory(), parts.seal());
        this.ends = new SignOnEnds(parts.desk(), parts.journal(), parts.people(), tokens, parts.taking());
        this.watch = new SignOnWatch(
                provider, parts.policy(), parts.desk(), parts.journal(), parts.people(), tokens, ends, clock);
        this.clock = requireNonNull(clock, "clock is null");
        this.pending = new PendingFlows(clock);
        this.random = requireNonNull(random, "random is null");
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "sign-on");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Opens, and looks after who is signed on from now on. */
    public static SignOnDesk open(SingleSignOn terms, Parts parts, Clock clock, SecureRandom random) {
        SignOnDesk desk = unattended(terms, parts, LONGEST_QUESTION, clock, random);
        desk.timer.scheduleWithFixedDelay(desk::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return desk;
    }

    /** One that looks only when it is told to. */
    static SignOnDesk unattended(SingleSignOn terms, Parts parts, Duration longest, Clock clock, SecureRandom random) {
        return new SignOnDesk(terms, parts, longest, clock, random);
    }

    void look() {
        try {
            watch.look();
        } catch (RuntimeException e) {
            // A timer that throws is never run again, and this one must be.
            LOG.error("looking after who is signed on failed", e);
        }
    }

    /** Whether a question to the provider is on its way. */
    boolean isAsking() {
        return watch.isAsking();
    }

    // ---- signing on

    /** What the wish to sign on comes to. */
    public sealed interface Start {
        /** It waits for the person. */
        record Begun(PendingSignOn pending) implements Start {}

        record Refused(Refusal why) implements Start {}
    }

    /** What it came to in the end. */
    public sealed interface Outcome {
        /** {@code SignOnChanged} or {@code Refused}. */
        record Decided(Decision decision) implements Outcome {}

        record Refused(Refusal why) implements Outcome {}

        /** Whoever wanted it has gone, and nothing has changed. */
        record Left() implements Outcome {}
    }

    /** Begins a device flow for a key that a connection has proved; close what it gives. */
    public Start begin(IdentityKey key, InetAddress from) throws InterruptedException {
        if (!pending.begin(from)) {
            return new Start.Refused(new Refusal(
                    "too_many", "too many people sign on from there at this moment", "try again in a few minutes"));
        }
        boolean begun = false;
        try {
            String nonce = nonce();
            DeviceFlow flow = new DeviceFlow(provider, nonce, clock);
            PendingSignOn waiting = new PendingSignOn(flow, flow.begin(), key, from, nonce);
            begun = true;
            return new Start.Begun(waiting);
        } catch (ProviderException e) {
            LOG.warn("nobody can sign on: {}", e.getMessage());
            return new Start.Refused(Refusal.unreachable(e));
        } finally {
            if (!begun) {
                pending.end(from);
            }
        }
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A device flow that waits for its person. For one thread. */
    public final class PendingSignOn implements AutoCloseable {
        private final DeviceFlow flow;
        private final DeviceCode code;
        private final IdentityKey key;
        private final InetAddress from;
        private final String nonce;

        private PendingSignOn(DeviceFlow flow, DeviceCode code, IdentityKey key, InetAddress from, String nonce) {
            this.flow = flow;
            this.code = code;
            this.key = key;
            this.from = from;
            this.nonce = nonce;
        }

        /** Where the person goes; of printable ASCII. */
        public String address() {
            return code.address();
        }

        /** What the person types there; of letters, digits and what joins them. */
        public String userCode() {
            return code.user();
        }

        /** Where nothing need be typed, if there is such a place. */
        public Optional<String> wholeAddress() {
            return code.whole();
        }

        /** For how long the code is good. */
        public Duration length() {
            return code.length();
        }

        /**
         * Waits for the person.
         *
         * @param pause what waits between two questions
         */
        public Outcome await(Pause pause) throws InterruptedException {
            return switch (flow.decided(code, pause::over)) {
                case DeviceFlow.End.Vouched vouched -> signOn(vouched, key, nonce);
                case DeviceFlow.End.Refused refused -> {
                    LOG.warn(
                            "{} did not sign on: {}",
                            from.getHostAddress(),
                            refused.why().sentence());
                    yield new Outcome.Refused(refused.why());
                }
                case DeviceFlow.End.Left left -> new Outcome.Left();
            };
        }

        @Override
        public void close() {
            pending.end(from);
        }
    }

    /** What waits between two questions to the provider. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for so long; false when there is nobody any more to wait for. */
        boolean over(Duration length) throws InterruptedException;
    }

    private Outcome signOn(DeviceFlow.End.Vouched vouched, IdentityKey key, String nonce) throws InterruptedException {
        Identified somebody = vouched.somebody();
        RefreshTokens.Kept fresh = new RefreshTokens.Kept(nonce, vouched.refresh());
        SignOnClaim claim = new SignOnClaim(
                somebody.person(),
                somebody.whom(),
                key,
                somebody.groups(),
                provider.terms().length());
        // Looked at before anything is kept: a name that is refused is no part of what a token is sealed with.
        if (desk.people().signOn(claim).decide(journal.state()).result() instanceof Decision.Refused refused) {
            giveBack(fresh);
            return refused(refused, somebody);
        }
        try {
            Optional<RefreshTokens.Kept> before = tokens.of(somebody.person(), key.fingerprint());
            tokens.keep(somebody.person(), key.fingerprint(), fresh);
            Decision decision = journal.submit(desk.people().signOn(claim))
                    .toCompletableFuture()
                    .join();
            if (decision instanceof Decision.Refused refused) {
                putBack(somebody.person(), key.fingerprint(), before);
                giveBack(fresh);
                return refused(refused, somebody);
            }
            LOG.info("{} signed on by {}", somebody.person(), key.fingerprint());
            return new Outcome.Decided(decision);
        } catch (IOException | CompletionException e) {
            LOG.error("the sign-on of {} cannot be written: {}", somebody.person(), e.toString());
            giveBack(fresh);
            return new Outcome.Refused(new Refusal(
                    "ledger", "the bastion can write nothing now, and nothing was changed", "try again in a minute"));
        }
    }

    private static Outcome refused(Decision.Refused refused, Identified somebody) {
        LOG.warn("a person of the provider, subject {}, did not sign on: {}", shown(somebody), refused.sentence());
        return new Outcome.Decided(refused);
    }

    private static String shown(Identified somebody) {
        return Plain.shown(somebody.whom().subject());
    }

    private void putBack(String person, String fingerprint, Optional<RefreshTokens.Kept> before) throws IOException {
        if (before.isPresent()) {
            tokens.keep(person, fingerprint, before.get());
        } else {
            tokens.forget(fingerprint);
        }
    }

    // ---- signing off

    /** Ends it at once, and gives its refresh token back without waiting for the provider. */
    public void logOut(SignOn signOn) {
        Optional<RefreshTokens.Kept> kept = Optional.empty();
        try {
            kept = tokens.of(signOn);
        } catch (IOException e) {
            LOG.warn("the refresh token of {} cannot be given back: {}", signOn.person(), e.toString());
        }
        ends.end(signOn, SignOnEnd.LOGGED_OUT, "you logged out");
        kept.ifPresent(this::giveBack);
    }

    /** As far as the provider takes it; it is of no use here any more either way. */
    private void giveBack(RefreshTokens.Kept kept) {
        Thread.ofVirtual().name("sign-on revocation").start(() -> {
            try {
                provider.revoke(kept.token());
            } catch (ProviderException e) {
                LOG.info("a refresh token was not given back: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        provider.close();
    }
}
