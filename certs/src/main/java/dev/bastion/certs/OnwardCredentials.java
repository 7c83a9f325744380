package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Permit;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes what the bastion logs in with on a target: a key for one connection and a certificate of the target authority
 * for about a minute, with one principal and nothing that was not granted (THREATS.md, T22).
 *
 * <p>Safe for use by many threads; making one takes a few tenths of a millisecond and no I/O, unless a token signs.
 */
public final class OnwardCredentials {
    /** How long a certificate is good after it was made; a login needs a fraction of it. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** For a target whose clock is behind. */
    private static final Duration BACKDATED = Duration.ofSeconds(60);

    /** What OpenSSH knows and absence refuses; {@code no-touch-required} means nothing for a key of ours. */
    private static final Set<String> PERMITS = Set.of(
            "permit-pty",
            "permit-port-forwarding",
            "permit-agent-forwarding",
            "permit-X11-forwarding",
            "permit-user-rc");

    private final CertificateAuthority target;
    private final SerialSource serials;
    private final Clock clock;
    private final SecureRandom random;

    public OnwardCredentials(CertificateAuthority target, SerialSource serials, Clock clock, SecureRandom random) {
        this.target = requireNonNull(target, "target is null");
        this.serials = requireNonNull(serials, "serials is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** What the host's sshd is told that a grant allows, in OpenSSH's words; nobody signs more for it. */
    public static Set<String> permits(Set<Permit> granted) {
        Set<String> words = new TreeSet<>();
        if (granted.contains(Permit.SHELL) || granted.contains(Permit.EXEC)) {
            words.add("permit-pty");
        }
        if (granted.contains(Permit.FORWARD)) {
            words.add("permit-port-forwarding");
        }
        if (granted.contains(Permit.AGENT)) {
            words.add("permit-agent-forwarding");
        }
        return words;
    }

    /**
     * A new key and its certificate, by the key that signs. Waits for a token; {@link #mint(Login, List)} does not.
     *
     * @throws SignerUnavailableException if that key cannot be reached
     */
    public Onward mint(Login login) {
        return SignerUnavailableException.await(mint(login, List.of()));
    }

    /**
     * A new key and a certificate by each of those keys of the authority that can sign now, in that order; fails with a
     * {@link SignerUnavailableException} where none can.
     *
     * @param authorities the one that signs when none
     */
    public CompletionStage<Onward> mint(Login login, List<SshPublicKey> authorities) {
        Ed25519Pair key = Ed25519Pair.generate(random);
        List<CompletionStage<Certificate>> asked = authorities.isEmpty()
                ? List.of(target.signLater(template(login, key)))
                : authorities.stream()
                        .map(by -> target.signLater(template(login, key), by))
                        .toList();
        List<CompletableFuture<Certificate>> wanted =
                asked.stream().map(CompletionStage::toCompletableFuture).toList();
        CompletableFuture<?>[] all = wanted.toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .handle((done, failure) -> wanted.stream()
                        .filter(made -> !made.isCompletedExceptionally())
                        .map(CompletableFuture::join)
                        .toList())
                .thenCompose(made -> made.isEmpty()
                        ? CompletableFuture.failedFuture(wanted.getFirst().exceptionNow())
                        : CompletableFuture.completedFuture(new Onward(key, made)));
    }

    private CertificateTemplate template(Login login, Ed25519Pair key) {
        long serial = serials.next();
        Instant now = clock.instant();
        Map<String, String> criticalOptions = login.sourceAddress()
                .map(address -> Map.of(Certificate.SOURCE_ADDRESS, SourceAddresses.only(address)))
                .orElse(Map.of());
        return CertificateTemplate.user(
                        key.sshKey(),
                        serial,
                        login.keyId() + " serial=" + serial,
                        List.of(login.principal()),
                        now.minus(BACKDATED),
                        now.plus(LIFETIME),
                        criticalOptions,
                        login.permits())
                .under(login.grounds());
    }

    /** Whether a certificate opens targets from one address alone, and from that one where it is given. */
    public static boolean isFromOneSource(Certificate certificate, Optional<InetAddress> source) {
        if (!certificate.body().criticalOptions().has(Certificate.SOURCE_ADDRESS)) {
            return false;
        }
        String list = certificate.body().criticalOptions().text(Certificate.SOURCE_ADDRESS);
        return source.map(address -> SourceAddresses.only(address).equals(list))
                .orElseGet(() -> SourceAddresses.isOne(list));
    }

    /**
     * What a certificate for a target says.
     *
     * @param principal the account on the target, or the role that the target lets into it
     * @param permits OpenSSH's {@code permit-…} names that the grant allows, possibly none
     * @param keyId printable ASCII naming person, grant and session, which the target's sshd writes into its log;
     *     {@code serial=…} is put after it
     * @param sourceAddress the address from which the bastion connects, where that is known and fixed
     * @param grounds the grant token under which it logs in, for a signer that looks at it itself
     */
    public record Login(
            String principal,
            Set<String> permits,
            String keyId,
            Optional<InetAddress> sourceAddress,
            List<String> grounds) {
        public Login {
            grounds = List.copyOf(grounds);
            requireNonNull(principal, "principal is null");
            permits = Set.copyOf(permits);
            requireNonNull(keyId, "keyId is null");
            requireNonNull(sourceAddress, "sourceAddress is null");
            if (!PERMITS.containsAll(permits)) {
                throw new IllegalArgumentException("permits has one that OpenSSH does not know");
            }
        }

        /** For a signer that believes the bastion. */
        public Login(String principal, Set<String> permits, String keyId, Optional<InetAddress> sourceAddress) {
            this(principal, permits, keyId, sourceAddress, List.of());
        }
    }
}
