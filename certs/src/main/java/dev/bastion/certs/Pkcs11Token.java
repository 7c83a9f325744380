package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PKCS#11 token (OASIS PKCS #11 v2.40) with ECDSA keys that never leave it, reached through the JDK's SunPKCS11.
 *
 * <p>One thread of its own talks to the token: no caller's thread ever hangs in a driver, at most {@link #MOST_WAITING}
 * wait, and after {@link #PATIENCE} without an answer they are told so. A token that was lost is looked for again, a few
 * seconds apart. A PIN that was refused is never shown again, since some tokens lock themselves after three of them.
 *
 * <p>SunPKCS11 knows no Ed25519 (as of JDK 25), and sees a private key only where a certificate with the same id lies
 * beside it: {@link #create} puts one there, self-signed and good for nothing else. Safe for use by many threads.
 */
public final class Pkcs11Token implements AutoCloseable {
    /** How many signatures may wait. */
    static final int MOST_WAITING = 256;

    /** How long a caller waits for one. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(3);

    /**
     * Where a token is.
     *
     * @param library the driver, a shared library with an absolute path
     * @param slot the slot's number, as {@code pkcs11-tool -L} or {@code softhsm2-util --show-slots} says; the first slot
     *     of the driver when empty
     */
    public record Place(Path library, OptionalLong slot) {
        public Place {
            requireNonNull(library, "library is null");
            requireNonNull(slot, "slot is null");
            // The driver's configuration is lines of text, in which such a path would be something else.
            if (!library.isAbsolute() || library.toString().chars().anyMatch(c -> c <= ' ' || c == '"' || c == '$')) {
                throw new IllegalArgumentException(
                        "library \"" + library + "\" is no absolute path without blanks, quotes and dollars");
            }
        }

        @Override
        public String toString() {
            return "token" + (slot.isPresent() ? " in slot " + slot.getAsLong() : "") + " of \"" + library + "\"";
        }
    }

    private final Place place;
    private final char[] pin;
    private final Clock clock;
    private final ThreadPoolExecutor worker;

    // The worker's alone.
    private Pkcs11Session session;
    private SignerUnavailableException failure;
    private Instant notBefore = Instant.MIN;

    /** A token, which is opened at the first use; the PIN is copied. */
    public Pkcs11Token(Place place, char[] pin, Clock clock) {
        this.place = requireNonNull(place, "place is null");
        this.pin = pin.clone();
        this.clock = requireNonNull(clock, "clock is null");
        this.worker = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), Pkcs11Token::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pkcs11-token");
        thread.setDaemon(true);
        return thread;
    }

    public Place place() {
        return place;
    }

    /**
     * Makes a key that cannot be taken out of the token. Blocks.
     *
     * @param label by which it is found, unlike any other in the token
     * @throws SignerUnavailableException if there is such a label, or the token cannot be reached
     */
    public SshSigner create(String label, EcdsaCurve curve) {
        requireLabel(label);
        return key(label, SignerUnavailableException.await(ask(() -> open().create(label, curve, clock.instant()))));
    }

    /**
     * The key with that label. Blocks.
     *
     * @throws SignerUnavailableException if there is none, or none of the kinds that are used here, or the token cannot be
     *     reached
     */
    public SshSigner find(String label) {
        return key(label, SignerUnavailableException.await(ask(() -> open().publicKey(label))));
    }

    /** The key with that label, whose public half is known, also while the token cannot be reached. Does not block. */
    public SshSigner key(String label, SshPublicKey known) {
        requireLabel(label);
        return new Key(label, known);
    }

    /** The labels of its keys, sorted. Blocks. */
    public List<String> labels() {
        return SignerUnavailableException.await(ask(() -> open().labels()));
    }

    private final class Key implements SshSigner {
        private final String label;
        private final SshPublicKey known;

        Key(String label, SshPublicKey known) {
            this.label = requireNonNull(label, "label is null");
            this.known = requireNonNull(known, "known is null");
        }

        @Override
        public SshPublicKey sshKey() {
            return known;
        }

        @Override
        public byte[] sshSignature(byte[] message) {
            return SignerUnavailableException.await(signLater(message));
        }

        @Override
        public CompletionStage<byte[]> signLater(byte[] message) {
            byte[] copy = message.clone();
            return ask(() -> sign(label, known, copy));
        }

        @Override
        public String toString() {
            return known.line();
        }
    }

    /** What comes out is verified: a driver that signs with another key, or badly, has signed nothing. */
    private byte[] sign(String label, SshPublicKey known, byte[] message) {
        if (!(known instanceof EcdsaKey key)) {
            throw unavailable(
                    "the key \"" + label + "\" of the " + place + " is not ECDSA",
                    "make another with: bastion ca init");
        }
        byte[] both = open().sign(label, key.curve(), message);
        int half = both.length / 2;
        byte[] numbers = new WireWriter()
                .writeMpint(new BigInteger(1, Arrays.copyOfRange(both, 0, half)))
                .writeMpint(new BigInteger(1, Arrays.copyOfRange(both, half, both.length)))
                .toByteArray();
        byte[] signature =
                new WireWriter().writeText(known.type()).writeString(numbers).toByteArray();
        SignatureReading reading =
                SignatureVerifier.verify(known, known.type(), message, signature, SignatureVerifier.ALGORITHMS);
        if (!(reading instanceof SignatureReading.Valid)) {
            throw unavailable(
                    "the key \"" + label + "\" of the " + place + " is not the one that is known by its public half",
                    "look with: bastion ca list");
        }
        return signature;
    }

    /** Runs it on the token's own thread. */
    private <T> CompletableFuture<T> ask(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            worker.execute(() -> run(work, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(unavailable(
                    "the " + place + (worker.isShutdown() ? " is closed" : " has more to sign than it can"),
                    "try again in a moment"));
        }
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failed -> CompletableFuture.failedFuture(told(failed)));
    }

    private <T> void run(Callable<T> work, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            // Whoever asked has given up.
            return;
        }
        try {
            answer.complete(work.call());
        } catch (SignerUnavailableException e) {
            answer.completeExceptionally(e);
        } catch (Exception e) {
            Pkcs11Fault fault = Pkcs11Fault.of(e);
            remember(fault);
            answer.completeExceptionally(fault.told(place));
        }
    }

    private RuntimeException told(Throwable failed) {
        Throwable cause = failed instanceof CompletionException wrapped ? wrapped.getCause() : failed;
        if (cause instanceof SignerUnavailableException unavailable) {
            return unavailable;
        }
        return cause instanceof TimeoutException
                ? unavailable(
                        "the " + place + " does not answer within " + PATIENCE.toSeconds() + " s",
                        "look at the token and its driver")
                : new CompletionException(cause);
    }

    private void remember(Pkcs11Fault fault) {
        session = null;
        failure = fault.told(place);
        notBefore = fault.forGood() ? Instant.MAX : clock.instant().plus(BETWEEN_ATTEMPTS);
    }

    /** The open session, or one opened anew unless that was tried a moment ago. */
    private Pkcs11Session open() {
        if (session != null) {
            return session;
        }
        if (clock.instant().isBefore(notBefore)) {
            throw failure;
        }
        session = Pkcs11Session.open(place, pin);
        return session;
    }

    private static void requireLabel(String label) {
        if (!label.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a label is 1 to 64 letters, digits, '.', '_' and '-'");
        }
    }

    private static SignerUnavailableException unavailable(String message, String hint) {
        return new SignerUnavailableException(message, hint);
    }

    /** Signs nothing any more; what waits is told so. */
    @Override
    public void close() {
        worker.shutdown();
    }
}
