package dev.bastion.config;

import static java.util.Objects.requireNonNull;

/**
 * What opens a login on a target that cannot trust a certificate authority. Immutable.
 *
 * @param target its name in access.yaml
 * @param login the account there that this and nothing else opens
 */
public record TargetCredential(String target, String login, Kind kind, SecretSource source) {
    public TargetCredential {
        requireNonNull(target, "target is null");
        requireNonNull(login, "login is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(source, "source is null");
    }

    /** What the secret is. */
    public enum Kind {
        PASSWORD("password"),
        /** A private key without a passphrase, as OpenSSH writes it or in PEM. */
        KEY("key");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
