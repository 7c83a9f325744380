package dev.bastion.ssh;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of the bastion to itself: key exchange, host key check and a login that proves nothing, again and again. */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 60;
    private static final long LONGEST_SECONDS = 8;

    private final TargetClient client;
    private final InetSocketAddress address;
    private final Target self;

    WarmUp(TargetClient client, InetSocketAddress address, SshPublicKey hostKey) {
        this.client = client;
        this.address = address;
        String blob = Base64.getEncoder().encodeToString(hostKey.blob());
        this.self = new Target(
                "self",
                List.of(),
                address.getAddress().getHostAddress(),
                address.getPort(),
                Map.of(),
                List.of("nobody"),
                List.of(new IdentityKey(hostKey.type(), blob, "")),
                List.of(),
                Map.of(),
                Set.of());
    }

    /** As often as fits into a few seconds; a failure is only a colder start. */
    void run() {
        long start = System.nanoTime();
        try {
            for (int round = 0; round < ROUNDS && elapsed(start) < LONGEST_SECONDS; round++) {
                once().toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the bastion could not be warmed up: {}", e.toString());
        }
    }

    private CompletionStage<Void> once() {
        return client.connect(self, address.getAddress()).thenCompose(WarmUp::refused);
    }

    /** Asks to log in with nothing to show; the refusal is the end of the round. */
    private static CompletionStage<Void> refused(OnwardSession session) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        session.addCloseFutureListener(closed -> over.complete(null));
        session.setUsername("nobody");
        try {
            session.auth().addListener(refusal -> session.close(true));
        } catch (IOException e) {
            session.close(true);
        }
        return over;
    }

    private static long elapsed(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
