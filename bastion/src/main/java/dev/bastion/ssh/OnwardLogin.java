package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Onward;
import dev.bastion.credential.SecretBytes;
import java.security.KeyPair;

/** What one connection logs in with on its target; closed as soon as the login is over, whichever way it went. */
sealed interface OnwardLogin extends AutoCloseable {
    @Override
    void close();

    /** A key and a certificate made for this connection: the rule. */
    record Certified(Onward credentials) implements OnwardLogin {
        public Certified {
            requireNonNull(credentials, "credentials is null");
        }

        @Override
        public void close() {
            // They are good for a minute, and nobody's but this connection's.
        }
    }

    /** A key that the target has known for long. Java does not let go of a private key before it collects it. */
    record Key(KeyPair pair) implements OnwardLogin {
        public Key {
            requireNonNull(pair, "pair is null");
        }

        @Override
        public void close() {
            // What it was read from is wiped already.
        }

        @Override
        public String toString() {
            return "(key)";
        }
    }

    /** A password that the target has known for long. */
    record Password(SecretBytes secret) implements OnwardLogin {
        public Password {
            requireNonNull(secret, "secret is null");
        }

        @Override
        public void close() {
            secret.close();
        }
    }
}
