package dev.bastion.policy;

import dev.bastion.policy.text.Checks;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.RequiredTypeException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The claims of our own in a grant token, beside those of RFC 7519. */
final class TokenClaims {

    private static final String GRANT = "grant";
    private static final String REQUEST = "request";
    private static final String TARGETS = "targets";
    private static final String LOGIN = "login";
    private static final String PERMITS = "permits";
    private static final String APPROVERS = "approvers";
    private static final String POLICY = "policy";
    private static final String BREAK_GLASS = "break_glass";

    private TokenClaims() {}

    static void write(GrantToken token, JwtBuilder builder) {
        builder.claim(GRANT, token.grant())
                .claim(REQUEST, token.request())
                .claim(TARGETS, token.targets())
                .claim(LOGIN, token.login())
                .claim(PERMITS, token.permits().stream().map(Permit::word).toList())
                .claim(APPROVERS, List.copyOf(token.approvers()))
                .claim(POLICY, token.policyDigest());
        if (token.breakGlass()) {
            builder.claim(BREAK_GLASS, true);
        }
    }

    /** Throws an {@link IllegalArgumentException} that names a missing or nonsensical claim and shows nothing of it. */
    static GrantToken read(Claims claims) {
        return new GrantToken(
                required(claims.getId(), "jti"),
                required(claims.getSubject(), "sub"),
                number(claims, GRANT),
                number(claims, REQUEST),
                texts(claims, TARGETS),
                text(claims, LOGIN),
                permits(texts(claims, PERMITS)),
                new TreeSet<>(texts(claims, APPROVERS)),
                text(claims, POLICY),
                required(claims.getIssuedAt(), "iat").toInstant(),
                required(claims.getNotBefore(), "nbf").toInstant(),
                required(claims.getExpiration(), "exp").toInstant(),
                claims.containsKey(BREAK_GLASS) && claim(claims, BREAK_GLASS, Boolean.class));
    }

    private static Set<Permit> permits(List<String> words) {
        EnumSet<Permit> permits = EnumSet.noneOf(Permit.class);
        for (String word : words) {
            permits.add(Permit.of(word)
                    .orElseThrow(() -> new IllegalArgumentException("claim " + PERMITS + " has an unknown word")));
        }
        return permits;
    }

    private static long number(Claims claims, String name) {
        return claim(claims, name, Long.class);
    }

    private static String text(Claims claims, String name) {
        return claim(claims, name, String.class);
    }

    private static List<String> texts(Claims claims, String name) {
        Collection<?> values = claim(claims, name, Collection.class);
        return values.stream().map(value -> asText(value, name)).toList();
    }

    private static String asText(Object value, String name) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("claim " + name + " is not a list of texts");
    }

    private static <T> T claim(Claims claims, String name, Class<T> type) {
        try {
            return required(claims.get(name, type), name);
        } catch (RequiredTypeException e) {
            throw new IllegalArgumentException("claim " + name + " is of a wrong kind", e);
        }
    }

    private static <T> T required(T value, String name) {
        Checks.check(value != null, "claim " + name + " is missing");
        return value;
    }
}
