package dev.bastion.signer;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.signer.SignerMessage.Answer;
import dev.bastion.signer.SignerMessage.Question;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The bastion's end of the socket: a connection a question, none of them waited for by who asks. Thread-safe. */
final class SignerClient {
    private static final long PATIENCE_SECONDS = 10;
    private static final String HINT = "look at the signer's log, and whether it runs: bastion ca serve";

    private final Path socket;

    SignerClient(Path socket) {
        this.socket = requireNonNull(socket, "socket is null");
    }

    /** The answer; fails with a {@link SignerUnavailableException} where there is none, or it is no. */
    CompletionStage<Answer> ask(Question question) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("signer-question").start(() -> ask(question, answer));
        return answer.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(failure instanceof TimeoutException ? silent() : failure));
    }

    private SignerUnavailableException silent() {
        return new SignerUnavailableException(
                "the signer at \"%s\" has not answered for %d seconds".formatted(socket, PATIENCE_SECONDS), HINT);
    }

    private void ask(Question question, CompletableFuture<Answer> answer) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).whenComplete((done, failure) -> close(channel));
            channel.connect(UnixDomainSocketAddress.of(socket));
            SignerMessage.write(new DataOutputStream(Channels.newOutputStream(channel)), question);
            Answer got = SignerMessage.read(new DataInputStream(Channels.newInputStream(channel)), Answer.class);
            if (got.refusal().isPresent()) {
                answer.completeExceptionally(new SignerUnavailableException(
                        "the signer refuses: " + got.refusal().get(), "its ledger says what it was asked for"));
            } else {
                answer.complete(got);
            }
        } catch (IOException e) {
            answer.completeExceptionally(new SignerUnavailableException(
                    "the signer at \"" + socket + "\" does not answer: " + e.getMessage(), HINT));
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }
}
