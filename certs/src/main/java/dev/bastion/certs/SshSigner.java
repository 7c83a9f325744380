package dev.bastion.certs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A private key that makes signatures in SSH's own form, wherever it lies: in this process ({@link Ed25519Pair}) or in a
 * token that it never leaves ({@link Pkcs11Token}). Safe for use by many threads.
 */
public interface SshSigner {
    /** The public half, known also while the private half cannot be reached. */
    SshPublicKey sshKey();

    /**
     * The signature, with the algorithm's name in front. Blocks while a token works, for some seconds at the most.
     *
     * @throws SignerUnavailableException if the key cannot be reached
     */
    byte[] sshSignature(byte[] message);

    /** The same for a caller that may not wait: done already for a key in this process, and never blocking for any. */
    default CompletionStage<byte[]> signLater(byte[] message) {
        try {
            return CompletableFuture.completedFuture(sshSignature(message));
        } catch (SignerUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * The same for a key whose holder decides for itself what it signs.
     *
     * @param grounds the grant tokens under which a certificate is asked for; none for a host's
     */
    default CompletionStage<byte[]> signLater(byte[] message, List<String> grounds) {
        return signLater(message);
    }
}
