package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SignatureReading;
import dev.bastion.certs.SignatureVerifier;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.certs.SshSigner;
import dev.bastion.config.SignerPlace;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.signer.SignerMessage.Question;
import dev.bastion.signer.SignerMessage.ShownKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The authorities' keys as the bastion has them whose signer stands apart. Thread-safe. */
public final class SignerKeys {
    private final SignerClient client;
    private final Grounds grounds;

    /**
     * Keys that are asked for there.
     *
     * @param state what the bastion's ledger says, for what the signer is shown
     * @throws IOException if the files for TLS cannot be used
     */
    public SignerKeys(SignerPlace place, Supplier<AccessState> state, Clock clock) throws IOException {
        this.client = new SignerClient(new SignerRoute(place, clock));
        this.grounds = new Grounds(state);
    }

    /**
     * How its keys stand now, by its own ledger; fails with a {@link SignerUnavailableException}.
     *
     * @param followed how far those that are known here have been followed
     */
    public CompletionStage<List<SignersKey>> keys(List<KeyFollowed> followed) {
        return client.ask(new Question(Optional.empty(), followed)).thenApply(answer -> read(answer.keys()));
    }

    private static List<SignersKey> read(List<ShownKey> shown) {
        List<SignersKey> keys = new ArrayList<>();
        for (ShownKey key : shown) {
            try {
                keys.add(new SignersKey(
                        key.authority(), SshPublicKey.parseLine(key.line()), key.place(), key.standing()));
            } catch (MalformedKeyException e) {
                throw new SignerUnavailableException(
                        "the signer shows a key that is none: " + e.getMessage(), "look at it");
            }
        }
        return keys;
    }

    /** What asks the signer for signatures by one of its keys. */
    public SshSigner key(Authority authority, SshPublicKey key) {
        return new Apart(authority, key);
    }

    /** One key. */
    private final class Apart implements SshSigner {
        private final Authority authority;
        private final SshPublicKey key;

        private Apart(Authority authority, SshPublicKey key) {
            this.authority = requireNonNull(authority, "authority is null");
            this.key = requireNonNull(key, "key is null");
        }

        @Override
        public SshPublicKey sshKey() {
            return key;
        }

        @Override
        public byte[] sshSignature(byte[] message) {
            try {
                return signLater(message).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof SignerUnavailableException unavailable) {
                    throw unavailable;
                }
                throw e;
            }
        }

        @Override
        public CompletionStage<byte[]> signLater(byte[] message) {
            return signLater(message, List.of());
        }

        @Override
        public CompletionStage<byte[]> signLater(byte[] message, List<String> tokens) {
            SigningOrder order =
                    new SigningOrder(authority, Base64.getEncoder().encodeToString(message), grounds.of(tokens));
            return client.ask(new Question(Optional.of(order), List.of()))
                    .thenCompose(answer -> checked(message, answer.signature().orElse("")));
        }

        /** What a signer gives that is no signature of this key is never shown to anybody. */
        private CompletionStage<byte[]> checked(byte[] message, String base64) {
            try {
                byte[] signature = Base64.getDecoder().decode(base64);
                Optional<String> algorithm = SignatureVerifier.algorithm(signature);
                boolean good = algorithm.isPresent()
                        && SignatureVerifier.verify(
                                        key, algorithm.get(), message, signature, SignatureVerifier.ALGORITHMS)
                                instanceof SignatureReading.Valid;
                if (good) {
                    return CompletableFuture.completedFuture(signature);
                }
            } catch (IllegalArgumentException malformed) {
                return wrong();
            }
            return wrong();
        }

        private CompletionStage<byte[]> wrong() {
            return CompletableFuture.failedFuture(new SignerUnavailableException(
                    "what the signer gave is no signature by " + key.fingerprint(), "look at the signer's log"));
        }
    }
}
