package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.GrantToken;
import dev.bastion.policy.GrantTokenVerifier;
import dev.bastion.policy.TokenReading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Issues people's certificates, against grant tokens and nothing else: prepare, journal the intent, sign once,
 * journal the outcome.
 *
 * <p>A certificate has the person as its one principal, neither options nor extensions, starts a minute back for
 * clocks that are behind, and ends with the last of the grants. Safe for use by many threads, without I/O.
 */
public final class AccessIssuer {
    private static final Duration BACKDATED = Duration.ofSeconds(60);

    /** Key IDs go into log lines; the ledger lists the grants in full. */
    private static final int GRANTS_SHOWN = 32;

    private static final String ASK = "ask for one with: ssh bastion request";

    private final GrantTokenVerifier tokens;
    private final CertificateAuthority access;
    private final SerialSource serials;
    private final Clock clock;

    public AccessIssuer(GrantTokenVerifier tokens, CertificateAuthority access, SerialSource serials, Clock clock) {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.access = requireNonNull(access, "access is null");
        this.serials = requireNonNull(serials, "serials is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The key that signs. */
    public SshPublicKey authority() {
        return access.publicKey();
    }

    /**
     * Verifies the tokens and decides what would be signed. A token that is expired, forged or another person's gives
     * nothing and is mentioned in {@link Issuance#ignored}.
     *
     * @param grantTokens those of the person's live and waiting grants
     * @param key the very key that the person's connection proved
     * @throws IssuanceRefusedException if no token is good, or the key is an RSA key that is too short
     */
    public Issuance prepare(List<String> grantTokens, String person, SshPublicKey key) throws IssuanceRefusedException {
        requireNonNull(person, "person is null");
        if (key instanceof RsaKey rsa && rsa.bits() < RsaKey.CERTIFICATE_BITS) {
            throw new IssuanceRefusedException(
                    "your rsa key has " + rsa.bits() + " bits and needs at least " + RsaKey.CERTIFICATE_BITS,
                    "make a key with: ssh-keygen -t ed25519");
        }
        List<GrantToken> good = new ArrayList<>();
        List<String> grounds = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (String text : grantTokens) {
            switch (tokens.verify(text)) {
                case TokenReading.Invalid invalid -> ignored.add(invalid.why());
                case TokenReading.Valid valid -> {
                    GrantToken token = valid.token();
                    if (token.person().equals(person)) {
                        good.add(token);
                        grounds.add(text);
                    } else {
                        ignored.add("token of g-" + token.grant() + " is not of this person");
                    }
                }
            }
        }
        if (good.isEmpty()) {
            throw new IssuanceRefusedException("you have no live grant", ASK);
        }
        return issuance(good, grounds, person, key, ignored);
    }

    /**
     * Signs what was prepared, once.
     *
     * @throws IllegalStateException if it was redeemed before, or comes from another issuer
     * @throws IssuanceRefusedException if the last grant has ended meanwhile, or the authority's key cannot be reached,
     *     which is its cause then; the issuance is spent all the same
     */
    public Certificate sign(Issuance issuance) throws IssuanceRefusedException {
        CertificateTemplate template = issuance.redeem(this);
        if (!clock.instant().isBefore(template.validBefore())) {
            throw new IssuanceRefusedException("your grant ended before the certificate was signed", ASK);
        }
        try {
            return access.sign(template);
        } catch (SignerUnavailableException e) {
            throw new IssuanceRefusedException(
                    "no certificate can be signed now", "tell an administrator; what is open goes on", e);
        }
    }

    private Issuance issuance(
            List<GrantToken> good, List<String> grounds, String person, SshPublicKey key, List<String> ignored) {
        Instant from = clock.instant().minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        Instant end = good.stream()
                .map(GrantToken::expires)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Long> grants =
                good.stream().map(GrantToken::grant).distinct().sorted().toList();
        long serial = serials.next();
        List<Long> emergencies = good.stream()
                .filter(GrantToken::breakGlass)
                .map(GrantToken::grant)
                .distinct()
                .sorted()
                .toList();
        String marked = emergencies.isEmpty() ? "" : " break-glass=" + shown(emergencies);
        String keyId = "person=" + person + " grant=" + shown(grants) + marked + " serial=" + serial;
        CertificateTemplate template = CertificateTemplate.user(
                        key, serial, keyId, List.of(person), from, end, Map.of(), Set.of())
                .under(grounds);
        return new Issuance(this, template, person, grants, ignored);
    }

    private static String shown(List<Long> grants) {
        String list = grants.stream().limit(GRANTS_SHOWN).map(id -> "g-" + id).collect(Collectors.joining(","));
        return grants.size() > GRANTS_SHOWN ? list + ",+" + (grants.size() - GRANTS_SHOWN) : list;
    }
}
