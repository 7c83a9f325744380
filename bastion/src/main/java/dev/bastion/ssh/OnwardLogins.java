package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Onward;
import dev.bastion.config.TargetCredential;
import dev.bastion.credential.SecretBytes;
import dev.bastion.credential.SecretFetcher;
import dev.bastion.credential.SecretUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * What opens which login on which target: a certificate made at that moment, unless the configuration keeps something else
 * for it, which is then fetched for this one login. Thread-safe; nothing here holds an I/O thread.
 */
final class OnwardLogins {
    /** The word for a certificate, beside those of {@link TargetCredential.Kind}. */
    private static final String CERTIFICATE = "certificate";

    private final List<TargetCredential> kept;
    private final SecretFetcher fetcher;
    private final Executor blocking;

    /**
     * Logins with these credentials, and with certificates everywhere else.
     *
     * @param blocking runs what may wait for a program
     */
    OnwardLogins(List<TargetCredential> kept, SecretFetcher fetcher, Executor blocking) {
        this.kept = List.copyOf(kept);
        this.fetcher = requireNonNull(fetcher, "fetcher is null");
        this.blocking = requireNonNull(blocking, "blocking is null");
    }

    /** {@code certificate}, {@code password} or {@code key}. */
    String kind(String target, String login) {
        return find(target, login).map(one -> one.kind().word()).orElse(CERTIFICATE);
    }

    /** What this connection logs in with; fails with {@link SecretUnavailableException}. */
    CompletionStage<OnwardLogin> of(String target, String login, Supplier<CompletionStage<Onward>> minted) {
        Optional<TargetCredential> credential = find(target, login);
        if (credential.isEmpty()) {
            return minted.get().thenApply(OnwardLogin.Certified::new);
        }
        CompletableFuture<OnwardLogin> fetched = new CompletableFuture<>();
        blocking.execute(() -> {
            try {
                fetched.complete(fetch(credential.get()));
            } catch (SecretUnavailableException | RuntimeException why) {
                fetched.completeExceptionally(why);
            }
        });
        return fetched;
    }

    private Optional<TargetCredential> find(String target, String login) {
        return kept.stream()
                .filter(one -> one.target().equals(target) && one.login().equals(login))
                .findFirst();
    }

    private OnwardLogin fetch(TargetCredential credential) throws SecretUnavailableException {
        SecretBytes secret = fetcher.fetch(credential.source());
        return switch (credential.kind()) {
            case PASSWORD -> new OnwardLogin.Password(secret);
            case KEY -> {
                try (secret) {
                    yield new OnwardLogin.Key(keyPair(secret));
                }
            }
        };
    }

    private static KeyPair keyPair(SecretBytes secret) throws SecretUnavailableException {
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("key"), new ByteArrayInputStream(secret.bytes()), null);
            Iterator<KeyPair> all = pairs == null ? List.<KeyPair>of().iterator() : pairs.iterator();
            if (all.hasNext()) {
                return all.next();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            // Without its words: they may be of the key.
            throw new SecretUnavailableException("the key cannot be read: "
                    + unreadable.getClass().getSimpleName() + "; it has to be without a passphrase");
        }
        throw new SecretUnavailableException("there is no private key");
    }
}
