package dev.bastion.certs;

import java.security.SecureRandom;

/** A key whose private half cannot be reached. */
final class LostSigner implements SshSigner {
    private final SshPublicKey key = Ed25519Pair.generate(new SecureRandom()).sshKey();

    @Override
    public SshPublicKey sshKey() {
        return key;
    }

    @Override
    public byte[] sshSignature(byte[] message) {
        throw new SignerUnavailableException("the token is lost", "look for it");
    }
}
