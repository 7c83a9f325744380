package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The provider's public keys (RFC 7517). They are fetched anew when they are old, and when a token names one that is not
 * among them: the provider has changed its keys. That is done once in a while and not for each such token. Thread-safe;
 * blocks.
 */
final class ProviderKeys {
    static final Duration OLD = Duration.ofHours(1);
    static final Duration SELDOM = Duration.ofSeconds(30);

    /** Fetches the set of keys as it is now. */
    @FunctionalInterface
    interface Source {
        byte[] fetch() throws ProviderException, InterruptedException;
    }

    private final Source source;
    private final Clock clock;
    private List<PublicJwk<?>> keys = List.of();
    private Instant fetched = Instant.MIN;

    ProviderKeys(Source source, Clock clock) {
        this.source = requireNonNull(source, "source is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * The key that checks a signature.
     *
     * @param id as the token names it; a token that names none is checked by the only key there is
     */
    synchronized Optional<PublicKey> find(Optional<String> id, String algorithm)
            throws ProviderException, InterruptedException {
        if (isOlderThan(OLD)) {
            fetch();
        }
        Optional<PublicKey> known = known(id, algorithm);
        if (known.isEmpty() && isOlderThan(SELDOM)) {
            fetch();
            return known(id, algorithm);
        }
        return known;
    }

    private boolean isOlderThan(Duration age) {
        return fetched.equals(Instant.MIN) || !clock.instant().isBefore(fetched.plus(age));
    }

    private Optional<PublicKey> known(Optional<String> id, String algorithm) {
        List<PublicJwk<?>> fit = keys.stream()
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .filter(key -> id.isEmpty() || id.get().equals(key.getId()))
                .toList();
        // Of two keys by one name nobody could say which one is meant.
        return fit.size() == 1 ? Optional.of(fit.getFirst().toKey()) : Optional.empty();
    }

    private void fetch() throws ProviderException, InterruptedException {
        // Also a fetch that fails counts: a provider that is down is not asked for each token.
        fetched = clock.instant();
        keys = read(source.fetch());
    }

    /** Keys that sign; what jjwt does not know is passed over, and a private or shared key is none of a provider's. */
    private static List<PublicJwk<?>> read(byte[] body) throws ProviderException {
        try {
            return Jwks.setParser().build().parse(new String(body, StandardCharsets.UTF_8)).getKeys().stream()
                    .flatMap(key -> signing(key).stream())
                    .toList();
        } catch (JwtException | IllegalArgumentException e) {
            throw new ProviderException("the provider's keys cannot be read", e);
        }
    }

    private static Optional<PublicJwk<?>> signing(Jwk<?> key) {
        return key instanceof PublicJwk<?> open
                        && (open.getPublicKeyUse() == null
                                || open.getPublicKeyUse().equals("sig"))
                ? Optional.of(open)
                : Optional.empty();
    }
}
