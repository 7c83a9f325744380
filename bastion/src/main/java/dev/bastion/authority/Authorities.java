package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.certs.SshSigner;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyHeld;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.KeyStanding;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three authorities of a running bastion, which follow the ledger: a key that another bastion or a command made the
 * signer signs here within a second, one that was retired is trusted no more. Thread-safe; one thread of its own opens keys.
 */
public final class Authorities implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);
    private static final long AGAIN_SECONDS = 60;

    private final KeyCabinet cabinet;
    private final AccessJournal journal;
    private final String bastion;
    private final Clock clock;
    private final Map<Authority, CertificateAuthority> authorities = new EnumMap<>(Authority.class);
    /** By fingerprint; the follower's thread alone, but for the start. */
    private final Map<String, SshSigner> opened = new TreeMap<>();

    private final Map<String, String> told = new TreeMap<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledExecutorService follower = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("authorities").daemon().factory());

    private Authorities(KeyCabinet cabinet, AccessJournal journal, String bastion, Clock clock, SecureRandom random) {
        this.cabinet = requireNonNull(cabinet, "cabinet is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.bastion = requireNonNull(bastion, "bastion is null");
        this.clock = requireNonNull(clock, "clock is null");
        for (Authority authority : Authority.values()) {
            authorities.put(
                    authority,
                    new CertificateAuthority(
                            authority.word(), new CertificateAuthority.Keys(List.of(), Set.of()), random));
        }
    }

    /**
     * Writes down the keys of a ledger that knows none yet, opens all and follows from now on. A token that cannot be
     * reached is logged and looked for again: the bastion lives, and what it would sign is refused meanwhile.
     *
     * @param bastion what tells this bastion from others on the same ledger
     * @throws AuthorityFileException if the file of a key that signs is missing or refused
     */
    public static Authorities start(
            KeyCabinet cabinet, AccessJournal journal, String bastion, Clock clock, SecureRandom random)
            throws IOException {
        adopt(cabinet, journal, "bastion " + bastion, clock);
        Authorities started = new Authorities(cabinet, journal, bastion, clock, random);
        started.openSigners();
        journal.onCommitted(started::heard);
        CompletableFuture.runAsync(started::follow, started.follower).join();
        started.follower.scheduleWithFixedDelay(started::followQuietly, AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
        return started;
    }

    /** The keys that {@code bastion init} made stand in the ledger as the first signers. */
    public static void adopt(KeyCabinet cabinet, AccessJournal journal, String by, Clock clock) throws IOException {
        Rotation rotation = new Rotation(
                () -> {
                    throw new IllegalStateException("no policy is needed to adopt a key");
                },
                clock);
        for (Authority authority : Authority.values()) {
            boolean known = journal.state().authorityKeys().stream().anyMatch(key -> key.authority() == authority);
            Optional<SshPublicKey> first = known ? Optional.empty() : cabinet.firstKey(authority);
            if (first.isPresent()) {
                journal.submit(rotation.adopt(authority, first.get(), cabinet.firstPlace(authority), by))
                        .toCompletableFuture()
                        .join();
            } else if (!known) {
                throw new AuthorityFileException(
                        "there is no key of the %s authority".formatted(authority.word()),
                        "make one with: bastion init");
            }
        }
    }

    public CertificateAuthority of(Authority authority) {
        return authorities.get(authority);
    }

    public CertificateAuthority access() {
        return authorities.get(Authority.ACCESS);
    }

    public CertificateAuthority target() {
        return authorities.get(Authority.TARGET);
    }

    public CertificateAuthority host() {
        return authorities.get(Authority.HOST);
    }

    /** The keys of an authority that clients and hosts should have now, the one that signs first. */
    public List<SshPublicKey> shown(Authority authority) {
        return shown(journal.state(), authority);
    }

    /** The same by the ledger alone. */
    public static List<SshPublicKey> shown(AccessState state, Authority authority) {
        List<AuthorityKey> keys = inOrder(state, authority);
        return keys.stream()
                .filter(key -> key.standing().shown())
                .map(KeyCabinet::publicKey)
                .toList();
    }

    /** The keys of an authority whose certificates are good, as the ledger says; none before any bastion has served. */
    public static Set<SshPublicKey> trusted(AccessState state, Authority authority) {
        return inOrder(state, authority).stream()
                .filter(key -> key.standing().trusted())
                .map(KeyCabinet::publicKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A file that is not there, or does not open, is said at the start rather than to the first person. */
    private void openSigners() throws IOException {
        for (AuthorityKey key : journal.state().authorityKeys()) {
            if (key.standing() == KeyStanding.SIGNER) {
                opened.put(key.fingerprint(), cabinet.open(key));
            }
        }
    }

    private void heard(List<AccessEvent> events) {
        boolean ours = events.stream()
                .anyMatch(event -> event instanceof AuthorityEvent.AuthorityKeyIntroduced
                        || event instanceof AuthorityEvent.AuthorityKeyMoved);
        if (ours && due.compareAndSet(false, true)) {
            try {
                follower.execute(() -> {
                    due.set(false);
                    followQuietly();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("not followed any more, because the bastion goes down");
            }
        }
    }

    private void followQuietly() {
        try {
            follow();
        } catch (RuntimeException e) {
            LOG.error("the authorities do not follow the ledger", e);
        }
    }

    private void follow() {
        AccessState state = journal.state();
        // What is trusted does not wait for what a token says.
        useAll(state);
        List<AccessEvent> held = new ArrayList<>();
        for (AuthorityKey key : state.authorityKeys()) {
            if (key.standing().shown() && isHeld(key) && !key.held().containsKey(bastion)) {
                held.add(new AuthorityKeyHeld(key.fingerprint(), bastion, clock.instant()));
            }
        }
        useAll(state);
        if (!held.isEmpty()) {
            journal.submit(now -> new Decided<>(news(now, held), null)).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("that this bastion holds a key is not in the ledger: {}", failure.toString());
                }
            });
        }
    }

    private List<AccessEvent> news(AccessState state, List<AccessEvent> held) {
        Set<String> known = state.authorityKeys().stream()
                .filter(key -> key.held().containsKey(bastion))
                .map(AuthorityKey::fingerprint)
                .collect(Collectors.toSet());
        return held.stream()
                .filter(event -> !(event instanceof AuthorityKeyHeld key && known.contains(key.fingerprint())))
                .toList();
    }

    /** Whether the private half is really there; why not is said once. */
    private boolean isHeld(AuthorityKey key) {
        try {
            if (!opened.containsKey(key.fingerprint()) || !key.held().containsKey(bastion)) {
                opened.put(key.fingerprint(), cabinet.openAndLook(key));
            }
            told.remove(key.fingerprint());
            return true;
        } catch (AuthorityFileException e) {
            tell(key, e.getMessage(), e.hint());
        } catch (SignerUnavailableException e) {
            tell(key, e.getMessage(), e.hint());
        } catch (IOException e) {
            tell(key, "a key file cannot be read: " + e.getMessage(), "look at the directory of the keys");
        }
        return false;
    }

    private void tell(AuthorityKey key, String sentence, String hint) {
        if (!sentence.equals(told.put(key.fingerprint(), sentence))) {
            LOG.error(
                    "the {} authority cannot sign with {}: {}; hint: {}",
                    key.authority().word(),
                    key.fingerprint(),
                    sentence,
                    hint);
        }
    }

    private void useAll(AccessState state) {
        for (Authority authority : Authority.values()) {
            List<AuthorityKey> trusted = inOrder(state, authority).stream()
                    .filter(key -> key.standing().trusted())
                    .toList();
            authorities
                    .get(authority)
                    .use(new CertificateAuthority.Keys(
                            trusted.stream()
                                    .flatMap(key -> Optional.ofNullable(opened.get(key.fingerprint())).stream())
                                    .toList(),
                            trusted.stream().map(KeyCabinet::publicKey).collect(Collectors.toSet())));
        }
    }

    /** The signer, what signed before it and is good, newest first, and what will sign. */
    private static List<AuthorityKey> inOrder(AccessState state, Authority authority) {
        List<AuthorityKey> all = state.authorityKeys().stream()
                .filter(key -> key.authority() == authority)
                .toList();
        List<AuthorityKey> order = new ArrayList<>();
        for (KeyStanding standing :
                List.of(KeyStanding.SIGNER, KeyStanding.RETIRING, KeyStanding.TRUSTED, KeyStanding.INTRODUCED)) {
            all.reversed().stream().filter(key -> key.standing() == standing).forEach(order::add);
        }
        return order;
    }

    @Override
    public void close() {
        follower.shutdownNow();
        cabinet.close();
    }
}
