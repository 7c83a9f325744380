package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.SingleSignOn;
import dev.bastion.policy.SignOnSubject;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.IncorrectClaimException;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.MalformedJwtException;
import io.jsonwebtoken.MissingClaimException;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads ID tokens (OpenID Connect Core 1.0 section 3.1.3.7) and believes only what the provider signed for this bastion, now:
 * a listed algorithm with a key of the provider's, its issuer, this audience, in time. What is not signed, or with a secret
 * that both sides know, is refused whatever it says. Thread-safe; may ask the provider for its keys.
 */
final class IdTokens {
    /** Clocks differ. */
    static final Duration SKEW = Duration.ofMinutes(1);

    /** A token is made when it is asked for. */
    static final Duration OLDEST = Duration.ofMinutes(10);

    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_NAME = 256;
    private static final int MOST_GROUPS = 2_000;

    private final SingleSignOn terms;
    private final ProviderKeys keys;
    private final Clock clock;
    private final JwtParser parser;

    /** What became of a token. */
    sealed interface Reading {
        record Valid(Identified somebody) implements Reading {}

        /** The sentence repeats nothing of the token. */
        record Refused(String sentence) implements Reading {}
    }

    IdTokens(SingleSignOn terms, ProviderKeys keys, Clock clock) {
        this.terms = requireNonNull(terms, "terms is null");
        this.keys = requireNonNull(keys, "keys is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.parser = Jwts.parser()
                .keyLocator(this::keyOf)
                .sig()
                .clear()
                .add(algorithms(terms.algorithms()))
                .and()
                .zip()
                .clear()
                .and()
                .enc()
                .clear()
                .and()
                .requireIssuer(terms.issuer().toString())
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(SKEW.toSeconds())
                .build();
    }

    private static Collection<SecureDigestAlgorithm<?, ?>> algorithms(Set<String> names) {
        return names.stream()
                .<SecureDigestAlgorithm<?, ?>>map(name -> Jwts.SIG.get().forKey(name))
                .toList();
    }

    /**
     * Reads a token.
     *
     * @param nonce what was given to the provider when this was asked for; a token that names another is for something else
     * @throws ProviderException when the provider's keys cannot be had
     */
    Reading verify(String token, String nonce) throws ProviderException, InterruptedException {
        try {
            return read(parser.parseSignedClaims(token).getPayload(), nonce);
        } catch (KeysException e) {
            throw e.provider();
        } catch (KeysInterruptedException e) {
            throw new InterruptedException();
        } catch (JwtException e) {
            return refused(reason(e));
        } catch (IllegalArgumentException e) {
            return refused("it is malformed");
        }
    }

    private Reading read(Claims claims, String nonce) {
        Optional<String> fault =
                audienceFault(claims).or(() -> timeFault(claims)).or(() -> nonceFault(claims, nonce));
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        // Section 2: of ASCII; it stands in the ledger.
        Optional<String> subject = text(claims, Claims.SUBJECT, LONGEST_SUBJECT)
                .filter(text -> text.chars().allMatch(c -> c >= ' ' && c < 0x7f));
        Optional<String> person = text(claims, terms.personClaim(), LONGEST_NAME);
        if (subject.isEmpty()) {
            return refused("it names no subject");
        }
        if (person.isEmpty()) {
            return refused("it has no claim '" + terms.personClaim() + "', which is the person's name");
        }
        return new Reading.Valid(new Identified(
                person.get(), new SignOnSubject(terms.issuer().toString(), subject.get()), groups(claims)));
    }

    /** Steps 3 to 5: it is for this bastion, and where it is for others too, it says that this bastion asked. */
    private Optional<String> audienceFault(Claims claims) {
        Set<String> audience = claims.getAudience();
        if (audience == null || !audience.contains(terms.client())) {
            return Optional.of("it is for another audience");
        }
        Object asked = claims.get("azp");
        boolean must = audience.size() > 1;
        return (asked == null && !must) || terms.client().equals(asked)
                ? Optional.empty()
                : Optional.of("it was made for another client");
    }

    /** Steps 9 and 10; that it has not expired is looked at with its signature. */
    private Optional<String> timeFault(Claims claims) {
        Date issued = claims.getIssuedAt();
        if (claims.getExpiration() == null || issued == null) {
            return Optional.of("it does not say from when and until when it is good");
        }
        Instant now = clock.instant();
        if (issued.toInstant().isAfter(now.plus(SKEW))) {
            return Optional.of("it was made in the future");
        }
        return issued.toInstant().isBefore(now.minus(OLDEST))
                ? Optional.of("it was made too long ago")
                : Optional.empty();
    }

    /** Step 11: a device flow need not carry one (RFC 8628 has none), and one that is there must be ours. */
    private static Optional<String> nonceFault(Claims claims, String nonce) {
        Object said = claims.get("nonce");
        return said == null || nonce.equals(said) ? Optional.empty() : Optional.of("it answers another question");
    }

    private static Optional<String> text(Claims claims, String name, int longest) {
        return claims.get(name) instanceof String text && !text.isBlank() && text.length() <= longest
                ? Optional.of(text)
                : Optional.empty();
    }

    private Set<String> groups(Claims claims) {
        Set<String> groups = new TreeSet<>();
        if (claims.get(terms.groupsClaim()) instanceof Collection<?> named) {
            named.stream()
                    .limit(MOST_GROUPS)
                    .filter(String.class::isInstance)
                    .flatMap(name -> here((String) name).stream())
                    .forEach(groups::add);
        }
        return groups;
    }

    private Optional<String> here(String theirs) {
        return terms.groups().isEmpty()
                ? Optional.of(theirs)
                : Optional.ofNullable(terms.groups().get(theirs));
    }

    // ---- signatures

    /** The algorithm is held against the list once more, before anything is fetched for the sake of a token. */
    private Key keyOf(Header header) {
        if (!(header instanceof JwsHeader signed) || !terms.algorithms().contains(signed.getAlgorithm())) {
            throw new UnsupportedJwtException("not a listed algorithm");
        }
        try {
            Optional<PublicKey> key = keys.find(Optional.ofNullable(signed.getKeyId()), signed.getAlgorithm());
            return key.orElseThrow(() -> new UnknownKeyException());
        } catch (ProviderException e) {
            throw new KeysException(e);
        } catch (InterruptedException e) {
            throw new KeysInterruptedException();
        }
    }

    private static Reading refused(String why) {
        return new Reading.Refused("the provider's ID token is refused: " + why);
    }

    /** The kind of the failure and not its message, which repeats parts of the token. */
    private static String reason(JwtException e) {
        return switch (e) {
            case UnknownKeyException unknown -> "it is signed with a key that the provider does not show";
            case ExpiredJwtException expired -> "it has expired";
            case PrematureJwtException early -> "it is not good yet";
            case IncorrectClaimException other -> "it is of another issuer";
            case MissingClaimException missing -> "it names no issuer";
            case MalformedJwtException malformed -> "it is malformed";
            case UnsupportedJwtException unsupported -> "it is not signed by a listed algorithm";
            default ->
                e.getCause() instanceof UnsupportedJwtException
                        ? "it is not signed by a listed algorithm"
                        : "its signature is wrong";
        };
    }

    private static final class UnknownKeyException extends JwtException {
        private static final long serialVersionUID = 1L;

        UnknownKeyException() {
            super("unknown key");
        }
    }

    /** Carries what cannot pass through jjwt as it is. */
    private static final class KeysException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KeysException(ProviderException provider) {
            super(provider);
        }

        ProviderException provider() {
            return (ProviderException) getCause();
        }
    }

    private static final class KeysInterruptedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
