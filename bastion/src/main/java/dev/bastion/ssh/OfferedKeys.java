package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.MalformedCertificateException;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.Refusal;
import dev.bastion.certs.SignatureReading;
import dev.bastion.certs.SignatureVerifier;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Person;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys and certificates that a client shows on one outer connection: whose they are, and whether it holds them
 * (RFC 4252 section 7). For the session's I/O thread.
 */
final class OfferedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedKeys.class);

    /** The service that follows, which a signature covers. */
    static final String SERVICE = "ssh-connection";

    /** The method, which it covers too. */
    static final String METHOD = "publickey";

    private final ServerSessionImpl session;
    private final Gatekeeper gatekeeper;
    private final UnaryOperator<String> banner;

    OfferedKeys(ServerSessionImpl session, Gatekeeper gatekeeper, UnaryOperator<String> banner) {
        this.session = requireNonNull(session, "session is null");
        this.gatekeeper = requireNonNull(gatekeeper, "gatekeeper is null");
        this.banner = requireNonNull(banner, "banner is null");
    }

    /** Whose key this is, not believing yet that the client holds it. */
    Optional<Identity> identityOf(String algorithm, byte[] blob) throws IOException {
        if (!SignatureVerifier.fits(algorithm, blob)) {
            return Optional.empty();
        }
        try {
            if (!Certificate.isCertificate(blob)) {
                SshPublicKey key = SshPublicKey.parse(blob);
                return gatekeeper.ownerOf(key).map(person -> identity(person, key, Optional.empty()));
            }
            return certified(Certificate.parse(blob));
        } catch (MalformedKeyException | MalformedCertificateException e) {
            LOG.info("{} showed a key that cannot be read: {}", source(), HostileText.word(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Identity> certified(Certificate certificate) throws IOException {
        return switch (gatekeeper.read(certificate, source().getAddress())) {
            case Gatekeeper.Reading.Theirs theirs ->
                Optional.of(identity(theirs.person(), theirs.key(), Optional.of(certificate)));
            case Gatekeeper.Reading.Refused refused -> {
                refused(certificate, refused.why());
                yield Optional.empty();
            }
        };
    }

    private Identity identity(Person person, SshPublicKey key, Optional<Certificate> certificate) {
        return new Identity(person, key, certificate, false, false, source());
    }

    /** The key itself, where it is one and no certificate. */
    static Optional<SshPublicKey> plainKey(String algorithm, byte[] blob) {
        if (!SignatureVerifier.fits(algorithm, blob) || Certificate.isCertificate(blob)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SshPublicKey.parse(blob));
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }

    /** Whether the key signed the request that names that user. */
    SignatureReading verified(String user, SshPublicKey key, String algorithm, byte[] blob, byte[] signature) {
        return SignatureVerifier.verify(
                key, algorithm, signedBytes(user, algorithm, blob), signature, SignatureVerifier.ALGORITHMS);
    }

    /** RFC 4252 section 7: what a publickey signature covers. */
    private byte[] signedBytes(String user, String algorithm, byte[] blob) {
        Buffer message = new ByteArrayBuffer(blob.length + 256, false);
        message.putBytes(session.getSessionId());
        message.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        message.putString(user);
        message.putString(SERVICE);
        message.putString(METHOD);
        message.putBoolean(true);
        message.putString(algorithm);
        message.putBytes(blob);
        return message.getCompactData();
    }

    /** Said to the log, and to the person where it is one. */
    void refused(Certificate certificate, Refusal why) throws IOException {
        LOG.info(
                "{} showed certificate {} of {}: {}",
                source(),
                Long.toUnsignedString(certificate.serial()),
                HostileText.word(certificate.keyId()),
                why.code());
        // Said only to somebody who shows a certificate for a key that is a person's here.
        Optional<Person> owner = gatekeeper.ownerOf(certificate.subject());
        if (owner.isPresent()) {
            AuthMessages.banner(
                    session, banner.apply(why.sentence() + "\nhint: " + hint(why, owner.get(), certificate.subject())));
        }
    }

    /** The very command where a new certificate is to be had, and where it is not, what to do first. */
    private String hint(Refusal why, Person owner, SshPublicKey key) {
        if (!why.mendedByFetching()) {
            return why.hint();
        }
        return gatekeeper.hasGrant(owner)
                ? "fetch a new one with: " + Identity.howToFetch(key)
                : "no grant of yours is live; ask for one with: ssh bastion request";
    }

    private InetSocketAddress source() {
        return (InetSocketAddress) session.getIoSession().getRemoteAddress();
    }
}
