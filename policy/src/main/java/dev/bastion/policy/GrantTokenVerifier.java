package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads grant tokens and believes only what {@link GrantTokenSigner} of the same key and issuer wrote: one algorithm, one
 * type, one audience, every claim there, in time to the second with no leeway.
 *
 * <p>The signature of a token is checked once as long as it is among those seen last; its time each time.
 *
 * <p>A valid token is necessary and not sufficient: whether the grant was ended meanwhile says the {@link AccessState}.
 * Safe to use from any thread.
 */
public final class GrantTokenVerifier {

    /** Far more than a grant of the most targets allowed comes to. */
    static final int MAX_CHARACTERS = 16 * 1024;

    private static final String ALGORITHM = "EdDSA";

    /** Every session of a grant shows its token again; one proof of the same characters is enough. */
    private static final int REMEMBERED = 256;

    private final JwtParser parser;
    private final Clock clock;
    private final Map<String, TokenReading.Valid> proved = Collections.synchronizedMap(newestOnly());

    public GrantTokenVerifier(PublicKey ed25519, String issuer, Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
        this.parser = Jwts.parser()
                .verifyWith(Ed25519.checked(ed25519))
                .sig()
                .clear()
                .add(Jwts.SIG.EdDSA)
                .and()
                .zip()
                .clear()
                .and()
                .enc()
                .clear()
                .and()
                .requireIssuer(Checks.filled(issuer, "issuer"))
                .requireAudience(GrantTokenSigner.AUDIENCE)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(0)
                .build();
    }

    public TokenReading verify(String token) {
        requireNonNull(token, "token is null");
        if (token.length() > MAX_CHARACTERS) {
            return new TokenReading.Invalid("token is longer than " + MAX_CHARACTERS + " characters");
        }
        TokenReading.Valid before = proved.get(token);
        return before != null && before.token().inTime(clock.instant()) ? before : prove(token);
    }

    private TokenReading prove(String token) {
        try {
            TokenReading reading = read(parser.parseSignedClaims(token));
            if (reading instanceof TokenReading.Valid valid) {
                proved.put(token, valid);
            }
            return reading;
        } catch (JwtException e) {
            return new TokenReading.Invalid(reason(e));
        } catch (IllegalArgumentException e) {
            return new TokenReading.Invalid("token is malformed: " + e.getMessage());
        }
    }

    private static TokenReading read(Jws<Claims> jws) {
        if (!ALGORITHM.equals(jws.getHeader().getAlgorithm())) {
            return new TokenReading.Invalid("token is not signed with " + ALGORITHM);
        }
        if (!GrantTokenSigner.TYPE.equals(jws.getHeader().getType())) {
            return new TokenReading.Invalid("token is not of type " + GrantTokenSigner.TYPE);
        }
        if (!Set.of(GrantTokenSigner.AUDIENCE).equals(jws.getPayload().getAudience())) {
            return new TokenReading.Invalid("token is not for this audience alone");
        }
        return new TokenReading.Valid(TokenClaims.read(jws.getPayload()));
    }

    private static <K, V> Map<K, V> newestOnly() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** The kind of the failure and not its message, which repeats parts of the token. */
    private static String reason(JwtException e) {
        return "token is refused: " + e.getClass().getSimpleName().replace("Exception", "");
    }
}
