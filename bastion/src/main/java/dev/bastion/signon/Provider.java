package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.Secret;
import dev.bastion.config.SingleSignOn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The OpenID Connect provider, as far as a device flow and its refreshes need it. Thread-safe; every call blocks. */
final class Provider implements AutoCloseable {
    /** After so long it is asked again where it is asked what. */
    private static final Duration OLD = Duration.ofHours(1);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final SingleSignOn terms;
    private final ProviderHttp http;
    private final Clock clock;
    private final IdTokens tokens;
    private Optional<Endpoints> endpoints = Optional.empty();
    private Instant fetched = Instant.MIN;
    private Optional<ProviderException> failed = Optional.empty();

    /**
     * Asks nothing yet.
     *
     * @param longest for any one question
     */
    Provider(SingleSignOn terms, Duration longest, Clock clock) {
        this.terms = requireNonNull(terms, "terms is null");
        this.http = new ProviderHttp(longest);
        this.clock = requireNonNull(clock, "clock is null");
        this.tokens = new IdTokens(terms, new ProviderKeys(this::keys, clock), clock);
    }

    SingleSignOn terms() {
        return terms;
    }

    /** Begins a device flow (RFC 8628 section 3.1). */
    DeviceCode begin(String nonce) throws ProviderException, InterruptedException {
        Map<String, String> form = form();
        form.put("scope", String.join(" ", terms.scopes()));
        form.put("nonce", nonce);
        ProviderHttp.Answer answer = ask(endpoints().device(), form);
        if (!answer.ok()) {
            throw new ProviderException("the provider answered " + answer.status() + " to the wish for a device flow");
        }
        return DeviceCode.read(answer.body(), terms.open());
    }

    /** How the flow stands (RFC 8628 section 3.4). */
    TokenAnswer stand(DeviceCode code) throws ProviderException, InterruptedException {
        Map<String, String> form = form();
        form.put("grant_type", DEVICE_GRANT);
        form.put("device_code", code.device());
        return TokenAnswer.read(ask(endpoints().token(), form));
    }

    /** Whether all still holds (RFC 6749 section 6, OpenID Connect Core section 12). */
    TokenAnswer refresh(String token) throws ProviderException, InterruptedException {
        Map<String, String> form = form();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        form.put("scope", String.join(" ", terms.scopes()));
        return TokenAnswer.read(ask(endpoints().token(), form));
    }

    /** Gives a refresh token back, where the provider takes it (RFC 7009). */
    void revoke(String token) throws ProviderException, InterruptedException {
        Endpoints known = endpoints();
        if (known.revocation().isPresent()) {
            Map<String, String> form = form();
            form.put("token", token);
            form.put("token_type_hint", "refresh_token");
            ask(known.revocation().get(), form);
        }
    }

    IdTokens.Reading verify(String token, String nonce) throws ProviderException, InterruptedException {
        return tokens.verify(token, nonce);
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", terms.client());
        return form;
    }

    private ProviderHttp.Answer ask(URI where, Map<String, String> form)
            throws ProviderException, InterruptedException {
        boolean inForm = endpoints().secretInForm();
        if (inForm) {
            terms.secret().ifPresent(secret -> form.put("client_secret", secret.reveal()));
        }
        return http.post(where, form, inForm ? Optional.empty() : terms.secret().map(this::basic));
    }

    /** RFC 6749 section 2.3.1: both parts are encoded as in a form first. */
    private String basic(Secret secret) {
        String pair = ProviderHttp.encoded(terms.client()) + ":" + ProviderHttp.encoded(secret.reveal());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] keys() throws ProviderException, InterruptedException {
        return got(http.get(endpoints().keys()), "keys");
    }

    /** A provider that is down is not asked by each who waits, one after the other. */
    private synchronized Endpoints endpoints() throws ProviderException, InterruptedException {
        Instant now = clock.instant();
        if (endpoints.isPresent() && now.isBefore(fetched.plus(OLD))) {
            return endpoints.get();
        }
        if (failed.isPresent() && now.isBefore(fetched.plus(PAUSE))) {
            throw new ProviderException(failed.get().getMessage(), failed.get());
        }
        try {
            endpoints = Optional.of(
                    Endpoints.read(got(http.get(Endpoints.wellKnown(terms.issuer())), "configuration"), terms));
            failed = Optional.empty();
            return endpoints.get();
        } catch (ProviderException e) {
            failed = Optional.of(e);
            throw e;
        } finally {
            fetched = clock.instant();
        }
    }

    private static byte[] got(ProviderHttp.Answer answer, String what) throws ProviderException {
        if (!answer.ok()) {
            throw new ProviderException("the provider answered " + answer.status() + " to the wish for its " + what);
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
