package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.certs.SshSigner;
import dev.bastion.config.SignerPlace;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Authority;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.SignerEvent;
import dev.bastion.signer.SignerMessage.Answer;
import dev.bastion.signer.SignerMessage.Question;
import dev.bastion.signer.SignerMessage.ShownKey;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signer's end: one question and one answer a connection, each connection on a virtual thread of its own, within ten
 * seconds from its first byte to its last. What it signs stands in its ledger before and after with who asked, and what it
 * refuses with the reason. Thread-safe.
 */
public final class SignerServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerServer.class);
    static final int CONNECTIONS = 64;
    private static final long PATIENCE_SECONDS = 10;
    private static final long ACCEPT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SHOWN = 200;

    private final Client bastion;
    private final Supplier<AccessPolicy> policies;
    private final GrantTokenVerifier tokens;
    private final Signers signers;
    private final AccessJournal journal;
    private final FollowedFile followed;
    private final RateLimit rate;
    private final Clock clock;
    private final SignerDoor door;
    private final Strangers strangers;
    private final Semaphore places = new Semaphore(CONNECTIONS);
    private final ScheduledExecutorService patience = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("signer-patience").daemon().factory());

    /**
     * Where it listens, and for whom.
     *
     * @param client who may ask: the system's user, or over TLS the name in the certificate
     * @param perMinute how many signatures it gives in a minute
     */
    public record Place(SignerPlace place, String client, int perMinute) {
        public Place {
            requireNonNull(place, "place is null");
            requireNonNull(client, "client is null");
            if (perMinute < 1) {
                throw new IllegalArgumentException("perMinute is not positive");
            }
        }
    }

    /**
     * The bastion that asks.
     *
     * @param installation its own name, which approvers sign
     * @param names by which people know it
     * @param hostKey its own, which alone may be certified for those names
     * @param source the address to which all that opens targets must be bound; where none is given, to one or another
     */
    public record Client(String installation, List<String> names, SshPublicKey hostKey, Optional<InetAddress> source) {
        public Client {
            requireNonNull(installation, "installation is null");
            names = List.copyOf(names);
            requireNonNull(hostKey, "hostKey is null");
            requireNonNull(source, "source is null");
        }
    }

    /** The keys that sign, while one takes another's place several of each authority. */
    public interface Signers {
        /** What signs by that key of that authority; nothing where it does not sign for it, or no longer. */
        Optional<SshSigner> of(Authority authority, SshPublicKey key);
    }

    /**
     * Listens from now on.
     *
     * @param policies the signer's own copy, as it is now
     * @param tokens believes what the bastion's grant-token key signed, which a bastion that is taken over has
     * @param signers what signs
     * @param journal the signer's own ledger
     * @param followed where the bastion's word is kept of how far the keys have been followed
     */
    public SignerServer(
            Place place,
            Client bastion,
            Supplier<AccessPolicy> policies,
            GrantTokenVerifier tokens,
            Signers signers,
            AccessJournal journal,
            FollowedFile followed,
            Clock clock)
            throws IOException {
        this.bastion = requireNonNull(bastion, "bastion is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.signers = requireNonNull(signers, "signers is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.followed = requireNonNull(followed, "followed is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.rate = new RateLimit(place.perMinute(), clock);
        this.strangers = new Strangers(LOG, clock);
        this.door = SignerDoor.at(place.place(), place.client(), clock);
        Thread.ofPlatform().name("signer").start(this::accept);
    }

    private void accept() {
        while (door.isOpen()) {
            try {
                SignerLink link = door.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("signer-client").start(() -> serve(link));
                } else {
                    strangers.tell("there are %d connections already".formatted(CONNECTIONS));
                    closeQuietly(link);
                }
            } catch (IOException e) {
                if (door.isOpen()) {
                    strangers.tell("a connection could not be taken: " + e.getMessage());
                    // Where descriptors have run out, some may be free a moment later, and until then none is.
                    LockSupport.parkNanos(ACCEPT_AGAIN_NANOS);
                }
            }
        }
    }

    private void serve(SignerLink link) {
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> end = patience.schedule(
                () -> {
                    late.set(true);
                    closeQuietly(link);
                },
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
        try (link) {
            answer(link);
        } catch (IOException e) {
            strangers.tell(
                    late.get()
                            ? "a connection took more than %d seconds".formatted(PATIENCE_SECONDS)
                            : String.valueOf(e.getMessage()));
        } finally {
            end.cancel(false);
            places.release();
        }
    }

    /** The signer speaks first: who is not let in reads why, and is not in the midst of writing then. */
    private void answer(SignerLink link) throws IOException {
        String who;
        try {
            who = link.open();
        } catch (StrangerException stranger) {
            SignerMessage.write(link.out(), Answer.refused(stranger.getMessage()));
            throw stranger;
        }
        SignerMessage.write(link.out(), Answer.WELCOME);
        Question question;
        try {
            question = SignerMessage.read(link.in(), Question.class);
        } catch (EOFException gone) {
            LOG.debug("{} asked nothing", who);
            return;
        } catch (IOException e) {
            throw new IOException("%s asked what cannot be read: %s".formatted(who, e.getMessage()), e);
        }
        SignerMessage.write(
                link.out(),
                question.order().map(order -> answer(order, who)).orElseGet(() -> keys(question.followed())));
    }

    private static void closeQuietly(SignerLink link) {
        try {
            link.close();
        } catch (IOException e) {
            LOG.debug("a connection does not close: {}", e.toString());
        }
    }

    private Answer keys(List<KeyFollowed> said) {
        try {
            followed.write(new FollowedFile.Said(clock.instant(), said));
        } catch (IOException e) {
            LOG.error("how far the keys have been followed cannot be kept: {}", e.toString());
        }
        List<ShownKey> keys = journal.state().authorityKeys().stream()
                .map(key -> new ShownKey(key.authority(), key.line(), key.place(), key.standing()))
                .toList();
        return new Answer(keys, Optional.empty(), Optional.empty());
    }

    private Answer answer(SigningOrder order, String who) {
        if (!rate.oneMore()) {
            LOG.warn("{} asks for more signatures in a minute than it may have", who);
            return Answer.refused("more is asked for in a minute than this signer signs");
        }
        try {
            byte[] body = Base64.getDecoder().decode(order.body());
            // A certificate without its signature yet: the same reader, as strict.
            Certificate asked = Certificate.parse(Arrays.copyOf(body, body.length + Integer.BYTES));
            Optional<SshSigner> signer = signers.of(order.authority(), asked.authority());
            Optional<String> objection = signer.isEmpty()
                    ? Optional.of("it is to be signed by another key than signs here")
                    : new SigningJudge(policies.get(), tokens, bastion, clock)
                            .objection(order.authority(), asked, order.grounds());
            return objection.isPresent()
                    ? refused(order.authority(), asked, objection.get(), who)
                    : signed(order.authority(), asked, body, signer.get(), who);
        } catch (IllegalArgumentException | MalformedCertificateException malformed) {
            return Answer.refused("what is to be signed is no certificate");
        } catch (CompletionException ledger) {
            LOG.error("the ledger takes no entries: nothing is signed", ledger);
            return Answer.refused("the signer's ledger takes no entries");
        } catch (SignerUnavailableException unavailable) {
            LOG.error("{}; hint: {}", unavailable.getMessage(), unavailable.hint());
            return Answer.refused("the key cannot be reached");
        }
    }

    private Answer signed(Authority authority, Certificate asked, byte[] body, SshSigner signer, String who) {
        write(new SignerEvent.SignatureIntended(
                authority, asked.serial(), shown(asked), sha256(body), Optional.of(who), clock.instant()));
        byte[] signature = signer.sshSignature(body);
        write(new SignerEvent.SignatureGiven(authority, asked.serial(), clock.instant()));
        return Answer.signed(Base64.getEncoder().encodeToString(signature));
    }

    private Answer refused(Authority authority, Certificate asked, String why, String who) {
        LOG.warn("refused to sign for the {} authority, asked by {}: {}", authority.word(), who, why);
        write(new SignerEvent.SignatureRefused(authority, shown(asked), why, Optional.of(who), clock.instant()));
        return Answer.refused(why);
    }

    private void write(AccessEvent event) {
        journal.submit(state -> new Decided<>(List.of(event), null))
                .toCompletableFuture()
                .join();
    }

    private static String shown(Certificate asked) {
        String keyId = asked.keyId().replaceAll("[^ -~]", "?");
        return keyId.length() > SHOWN ? keyId.substring(0, SHOWN) : keyId;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        patience.shutdownNow();
    }
}
