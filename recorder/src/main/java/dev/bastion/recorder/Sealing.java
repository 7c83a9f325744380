package dev.bastion.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The end of one session's recording: closes its channels, writes the last event, the facts and the sums, puts all on disk
 * and gives the seal. On the session's lane, but for {@link #sealed}.
 */
final class Sealing {

    private final Workshop workshop;
    private final SessionRecorder session;
    private final Runnable onEnd;
    private final CompletableFuture<Seal> sealed = new CompletableFuture<>();
    private boolean started;
    private String sumsDigest = "";

    Sealing(Workshop workshop, SessionRecorder session, Runnable onEnd) {
        this.workshop = workshop;
        this.session = session;
        this.onEnd = onEnd;
    }

    /** The seal, once all is on disk. */
    CompletionStage<Seal> sealed() {
        return sealed.minimalCompletionStage();
    }

    /** Seals, the first time. */
    void start(String cause) {
        if (started) {
            return;
        }
        started = true;
        session.events().endNotes();
        session.channels().closeForSeal();
        session.files().directory().lost().ifPresent(session.state()::lost);
        try {
            writeLast(cause);
        } catch (IOException failed) {
            session.state().failed(failed);
            end(failed);
            return;
        } catch (RuntimeException fault) {
            session.state().faulted(fault);
            end(fault);
            return;
        }
        workshop.sync(
                session.files()::forceAll,
                failed -> session.lane().execute(() -> {
                    failed.ifPresent(session.state()::notOnDisk);
                    end(failed.orElse(null));
                }));
    }

    private void writeLast(String cause) throws IOException {
        session.events().writeLast("session-ended", Json.object().put("cause", cause));
        SessionDirectory directory = session.files().directory();
        directory.replace(
                SessionDirectory.FACTS,
                session.page()
                        .sealed(
                                cause,
                                session.tally(),
                                session.state(),
                                session.channels().ended()));
        byte[] sums = sums(directory);
        MessageDigest digest = Sha256.start();
        digest.update(sums);
        sumsDigest = Sha256.hex(digest);
        directory.replace(SessionDirectory.SUMS, sums);
    }

    private static byte[] sums(SessionDirectory directory) {
        StringBuilder sums = new StringBuilder();
        directory
                .digests()
                .forEach((name, sha256) ->
                        sums.append(sha256).append("  ").append(name).append('\n'));
        return sums.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void end(Throwable failed) {
        session.files().close();
        onEnd.run();
        if (failed == null) {
            Counters counters = session.counters();
            sealed.complete(new Seal(
                    session.session(),
                    sumsDigest,
                    counters.stored(),
                    counters.unrecorded(),
                    counters.withheldLines(),
                    counters.masked()));
        } else {
            sealed.completeExceptionally(session.state().exception(failed));
        }
    }
}
