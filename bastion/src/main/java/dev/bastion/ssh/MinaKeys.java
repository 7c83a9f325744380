package dev.bastion.ssh;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Ed25519Pair;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Our keys and certificates in the shapes that MINA takes. */
final class MinaKeys {
    private MinaKeys() {}

    static KeyPair keyPair(Ed25519Pair pair) {
        try {
            PublicKey publicKey = SecurityUtils.generateEDDSAPublicKey(KeyPairProvider.SSH_ED25519, pair.publicKey());
            return new KeyPair(
                    publicKey, SecurityUtils.generateEDDSAPrivateKey(KeyPairProvider.SSH_ED25519, pair.seed()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("an Ed25519 key of ours cannot be used: " + e.getMessage(), e);
        }
    }

    static OpenSshCertificate certificate(Certificate certificate) {
        try {
            return (OpenSshCertificate) new ByteArrayBuffer(certificate.blob()).getRawPublicKey();
        } catch (RuntimeException | org.apache.sshd.common.SshException e) {
            throw new IllegalStateException("a certificate of ours cannot be used: " + e.getMessage(), e);
        }
    }

    /** The blob of a peer's key, as the wire has it. */
    static byte[] blob(PublicKey key) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return buffer.getCompactData();
    }
}
