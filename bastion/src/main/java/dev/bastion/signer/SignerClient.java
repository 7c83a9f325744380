package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.signer.SignerMessage.Answer;
import dev.bastion.signer.SignerMessage.Question;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bastion's end: a connection a question, none of them waited for by who asks. Thread-safe. */
final class SignerClient {
    private static final Logger LOG = LoggerFactory.getLogger(SignerClient.class);
    private static final long PATIENCE_SECONDS = 10;
    /** Fewer than a signer takes at once, so that many logins wait for each other and none is turned away. */
    private static final int AT_ONCE = 32;

    private static final String HINT = "look at the signer's log, and whether it runs: bastion ca serve";

    private final SignerRoute route;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    SignerClient(SignerRoute route) {
        this.route = requireNonNull(route, "route is null");
    }

    /** The answer; fails with a {@link SignerUnavailableException} where there is none, or it is no. */
    CompletionStage<Answer> ask(Question question) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("signer-question").start(() -> waitAndAsk(question, answer));
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(failure instanceof TimeoutException ? silent() : failure));
    }

    private SignerUnavailableException silent() {
        return new SignerUnavailableException(
                "the signer at \"%s\" has not answered for %d seconds".formatted(route, PATIENCE_SECONDS), HINT);
    }

    private void waitAndAsk(Question question, CompletableFuture<Answer> answer) {
        places.acquireUninterruptibly();
        try {
            if (!answer.isDone()) {
                ask(question, answer);
            }
        } finally {
            places.release();
        }
    }

    private void ask(Question question, CompletableFuture<Answer> answer) {
        try (SignerLink link = route.link()) {
            // Whoever waits no longer lets the connection go, and with it this thread.
            answer.whenComplete((done, failure) -> close(link));
            link.open();
            if (isWelcome(SignerMessage.read(link.in(), Answer.class), answer)) {
                SignerMessage.write(link.out(), question);
                Answer got = SignerMessage.read(link.in(), Answer.class);
                if (isWelcome(got, answer)) {
                    answer.complete(got);
                }
            }
        } catch (EOFException e) {
            answer.completeExceptionally(unavailable("it hung up"));
        } catch (IOException e) {
            answer.completeExceptionally(unavailable(TlsFault.sentence(e)));
        }
    }

    private SignerUnavailableException unavailable(String why) {
        return new SignerUnavailableException("the signer at \"%s\" does not answer: %s".formatted(route, why), HINT);
    }

    private static boolean isWelcome(Answer got, CompletableFuture<Answer> answer) {
        got.refusal()
                .ifPresent(why -> answer.completeExceptionally(new SignerUnavailableException(
                        "the signer refuses: " + why, "its ledger says what it was asked for")));
        return got.refusal().isEmpty();
    }

    private static void close(SignerLink link) {
        try {
            link.close();
        } catch (IOException e) {
            LOG.debug("a connection to the signer does not close: {}", e.toString());
        }
    }
}
