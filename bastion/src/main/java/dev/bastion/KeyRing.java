package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The seven keys of the bastion, each for one use. Immutable.
 *
 * @param access certifies people, who open the bastion with it and nothing else
 * @param target certifies the bastion's own connections onward
 * @param host certifies the faces
 * @param hostKey the outer server's own host key
 * @param grantToken signs what a grant is
 * @param treeHead signs what the ledger is
 * @param secondFactor seals the secrets of second factors
 */
record KeyRing(
        Ed25519Pair access,
        Ed25519Pair target,
        Ed25519Pair host,
        Ed25519Pair hostKey,
        Ed25519Pair grantToken,
        Ed25519Pair treeHead,
        Ed25519Pair secondFactor) {
    KeyRing {
        requireNonNull(access, "access is null");
        requireNonNull(target, "target is null");
        requireNonNull(host, "host is null");
        requireNonNull(hostKey, "hostKey is null");
        requireNonNull(grantToken, "grantToken is null");
        requireNonNull(treeHead, "treeHead is null");
        requireNonNull(secondFactor, "secondFactor is null");
    }

    /** Opens the files side by side: an encrypted one takes a second of key derivation. */
    static KeyRing load(BastionConfig.Keys keys) throws IOException {
        CompletableFuture<Ed25519Pair> access = open(keys, KeyFile.ACCESS_CA);
        CompletableFuture<Ed25519Pair> target = open(keys, KeyFile.TARGET_CA);
        CompletableFuture<Ed25519Pair> host = open(keys, KeyFile.HOST_CA);
        CompletableFuture<Ed25519Pair> hostKey = open(keys, KeyFile.HOST_KEY);
        CompletableFuture<Ed25519Pair> grantToken = open(keys, KeyFile.GRANT_TOKEN);
        CompletableFuture<Ed25519Pair> treeHead = open(keys, KeyFile.TREE_HEAD);
        CompletableFuture<Ed25519Pair> secondFactor = open(keys, KeyFile.SECOND_FACTOR);
        try {
            return new KeyRing(
                    access.join(),
                    target.join(),
                    host.join(),
                    hostKey.join(),
                    grantToken.join(),
                    treeHead.join(),
                    secondFactor.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            throw e;
        }
    }

    private static CompletableFuture<Ed25519Pair> open(BastionConfig.Keys keys, KeyFile key) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return key.in(keys).load();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
