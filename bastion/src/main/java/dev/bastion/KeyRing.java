package dev.bastion;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFile;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.KeyFile;
import dev.bastion.config.SignerTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The keys of the bastion that lie in files, each for one use. Immutable.
 *
 * @param authorities the keys of the three authorities, by the file's name; which of them signs, the ledger says
 * @param hostKey the outer server's own host key
 * @param grantToken signs what a grant is
 * @param treeHead signs what the ledger is
 * @param secondFactor seals the secrets of second factors
 */
record KeyRing(
        Map<String, Ed25519Pair> authorities,
        Ed25519Pair hostKey,
        Ed25519Pair grantToken,
        Ed25519Pair treeHead,
        Ed25519Pair secondFactor) {
    KeyRing {
        authorities = Map.copyOf(authorities);
        requireNonNull(hostKey, "hostKey is null");
        requireNonNull(grantToken, "grantToken is null");
        requireNonNull(treeHead, "treeHead is null");
        requireNonNull(secondFactor, "secondFactor is null");
    }

    /** Opens the files side by side: an encrypted one takes a second of key derivation. */
    static KeyRing load(BastionConfig config) throws IOException {
        BastionConfig.Keys keys = config.keys();
        Map<String, CompletableFuture<Ed25519Pair>> authorities = new TreeMap<>();
        List<String> files = KeyFile.ofAuthorities(keys.directory());
        if (config.signer().isPresent()) {
            SignerTerms.requireKeysElsewhere(keys);
        }
        files.forEach(name -> authorities.put(name, open(keys.file(name))));
        CompletableFuture<Ed25519Pair> hostKey = open(KeyFile.HOST_KEY.in(keys));
        CompletableFuture<Ed25519Pair> grantToken = open(KeyFile.GRANT_TOKEN.in(keys));
        CompletableFuture<Ed25519Pair> treeHead = open(KeyFile.TREE_HEAD.in(keys));
        CompletableFuture<Ed25519Pair> secondFactor = open(KeyFile.SECOND_FACTOR.in(keys));
        try {
            return new KeyRing(
                    authorities.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, file -> file.getValue().join())),
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

    private static CompletableFuture<Ed25519Pair> open(AuthorityFile file) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return file.load();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
