package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Person;
import dev.bastion.policy.Proofs;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who runs a command, as the outer connection proved it. Immutable.
 *
 * @param person the person as the policy had them at login; looked up again by each command
 * @param provenKey the plain key whose signature was verified on this connection, also when it came in a certificate;
 *     the only key that a certificate is ever issued for
 * @param byCertificate whether a certificate was proved, and not the key alone
 * @param source where the connection comes from
 * @param proofs what it proved besides a key
 * @param approval the signature of a login that approves a request by its user name, as a proof has it
 */
public record Caller(
        Person person,
        Optional<SshPublicKey> provenKey,
        boolean byCertificate,
        InetSocketAddress source,
        Proofs proofs,
        Optional<String> approval) {
    public Caller {
        requireNonNull(person, "person is null");
        requireNonNull(provenKey, "provenKey is null");
        requireNonNull(source, "source is null");
        requireNonNull(proofs, "proofs is null");
        requireNonNull(approval, "approval is null");
    }

    /** One who came by no such name. */
    public Caller(
            Person person,
            Optional<SshPublicKey> provenKey,
            boolean byCertificate,
            InetSocketAddress source,
            Proofs proofs) {
        this(person, provenKey, byCertificate, source, proofs, Optional.empty());
    }
}
