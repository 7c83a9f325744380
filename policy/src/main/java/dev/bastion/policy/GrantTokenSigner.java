package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/**
 * Signs grant tokens: compact JWS (RFC 7515), {@code alg} EdDSA over Ed25519 (RFC 8037), {@code typ} of its own.
 *
 * <p>Equal tokens give equal texts. Safe to use from any thread.
 */
public final class GrantTokenSigner {

    static final String TYPE = "bastion-grant+jwt";
    static final String AUDIENCE = "bastion";

    private final PrivateKey key;
    private final String issuer;
    private final Clock clock;

    public GrantTokenSigner(PrivateKey ed25519, String issuer, Clock clock) {
        this.key = Ed25519.checked(ed25519);
        this.issuer = Checks.filled(issuer, "issuer");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * The token as text.
     *
     * @throws IllegalArgumentException when what it allows is over already: such a token can only be a mistake
     */
    public String sign(GrantToken token) {
        Checks.check(token.expires().isAfter(clock.instant()), "the token is over before it is signed");
        JwtBuilder builder = Jwts.builder()
                .header()
                .type(TYPE)
                .and()
                .issuer(issuer)
                .audience()
                .add(AUDIENCE)
                .and()
                .subject(token.person())
                .id(token.jti())
                .issuedAt(Date.from(token.issuedAt().truncatedTo(ChronoUnit.SECONDS)))
                .notBefore(Date.from(token.notBefore().truncatedTo(ChronoUnit.SECONDS)))
                .expiration(Date.from(roundedUp(token.expires())));
        TokenClaims.write(token, builder);
        return builder.signWith(key, Jwts.SIG.EdDSA).compact();
    }

    /** A token knows whole seconds; the exact end lies with the grant, and the token must not come before it. */
    private static Instant roundedUp(Instant instant) {
        Instant down = instant.truncatedTo(ChronoUnit.SECONDS);
        return down.equals(instant) ? down : down.plus(Duration.ofSeconds(1));
    }
}
