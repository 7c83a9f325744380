package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.live.Proof;
import dev.bastion.policy.Person;
import dev.bastion.policy.Proofs;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who an outer connection belongs to and how it was proved; it stays with the connection, and every tunnel holds it
 * against the rule of its grant. Immutable.
 *
 * @param key the key that signed the authentication
 * @param certificate the one that was checked with it; none for a plain key
 * @param touch whether a security key was touched for it
 * @param pin whether a security key asked for its PIN
 */
record Identity(
        Person person,
        SshPublicKey key,
        Optional<Certificate> certificate,
        boolean touch,
        boolean pin,
        InetSocketAddress source) {
    Identity {
        requireNonNull(person, "person is null");
        requireNonNull(key, "key is null");
        requireNonNull(certificate, "certificate is null");
        requireNonNull(source, "source is null");
    }

    boolean byCertificate() {
        return certificate.isPresent();
    }

    /** The serial of its certificate; none for a plain key. */
    OptionalLong serial() {
        return certificate.stream().mapToLong(Certificate::serial).findFirst();
    }

    /** What revocations are held against. */
    Proof proof() {
        return new Proof(person.name(), key, certificate);
    }

    /** What policies ask about besides the key. */
    Proofs proofs() {
        return new Proofs(source.getAddress().getHostAddress(), touch, pin);
    }

    /** What to type for a certificate of the key that was proved. */
    String howToFetch() {
        return howToFetch(key);
    }

    static String howToFetch(SshPublicKey key) {
        return "ssh bastion cert > ~/.ssh/" + key.usualFile() + "-cert.pub";
    }

    String sourceText() {
        return source.getAddress().getHostAddress() + ":" + source.getPort();
    }
}
