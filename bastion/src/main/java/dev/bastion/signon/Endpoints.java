package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.SingleSignOn;
import dev.bastion.config.WebAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Where the provider is asked what, as it says itself (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2).
 *
 * @param device where a device flow begins (RFC 8628 section 4)
 * @param secretInForm whether the bastion's secret goes into the form; into the header otherwise
 */
record Endpoints(URI device, URI token, URI keys, Optional<URI> revocation, boolean secretInForm) {
    private static final int LONGEST = 2_048;
    private static final String METHODS = "token_endpoint_auth_methods_supported";

    Endpoints {
        requireNonNull(device, "device is null");
        requireNonNull(token, "token is null");
        requireNonNull(keys, "keys is null");
        requireNonNull(revocation, "revocation is null");
    }

    /** Where the provider says all that (Discovery section 4). */
    static URI wellKnown(URI issuer) {
        String base = issuer.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/.well-known/openid-configuration");
    }

    static Endpoints read(byte[] body, SingleSignOn terms) throws ProviderException {
        JsonAnswer answer = JsonAnswer.read(body, "configuration");
        // Section 4.3: otherwise one provider could speak for another.
        if (!answer.required("issuer", LONGEST).equals(terms.issuer().toString())) {
            throw new ProviderException("the provider's configuration is that of another issuer");
        }
        if (!answer.has("device_authorization_endpoint")) {
            throw new ProviderException("the provider offers no device flow (RFC 8628)");
        }
        Optional<String> revocation = answer.text("revocation_endpoint", LONGEST);
        return new Endpoints(
                address(answer, "device_authorization_endpoint", terms),
                address(answer, "token_endpoint", terms),
                address(answer, "jwks_uri", terms),
                revocation.isPresent() ? Optional.of(address(answer, "revocation_endpoint", terms)) : Optional.empty(),
                answer.has(METHODS)
                        && !answer.lists(METHODS, "client_secret_basic")
                        && answer.lists(METHODS, "client_secret_post"));
    }

    private static URI address(JsonAnswer answer, String name, SingleSignOn terms) throws ProviderException {
        String text = answer.required(name, LONGEST);
        Optional<String> fault = WebAddress.fault(text, terms.open(), "tokens");
        if (fault.isPresent()) {
            throw new ProviderException("of the provider's '" + name + "', " + fault.get());
        }
        return URI.create(text);
    }
}
