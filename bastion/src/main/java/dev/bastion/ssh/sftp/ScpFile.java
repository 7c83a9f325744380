package dev.bastion.ssh.sftp;

import dev.bastion.recorder.Direction;
import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferLine.Interval;
import dev.bastion.recorder.TransferLineBuilder;
import dev.bastion.recorder.TransferPath;
import dev.bastion.recorder.TransferRecording;
import dev.bastion.recorder.TransferRecording.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One file on its way over the old protocol. Guarded by its tap. */
final class ScpFile {

    private final ScpCommand command;
    private final ScpMessage.File announced;
    private final TransferPath path;
    private final Instant startedAt;
    private final Optional<Digest> digest;
    private Optional<String> complaint = Optional.empty();
    private long passed;

    ScpFile(
            ScpCommand command,
            ScpMessage.File announced,
            TransferPath path,
            Instant startedAt,
            Optional<Digest> digest) {
        this.command = command;
        this.announced = announced;
        this.path = path;
        this.startedAt = startedAt;
        this.digest = digest;
    }

    long left() {
        return announced.size() - passed;
    }

    void content(byte[] bytes, int at, int count) {
        digest.ifPresent(sha256 -> sha256.update(bytes, at, count));
        passed += count;
    }

    /** One of the two sides says that something went wrong with it; the first word stands. */
    void complain(String text) {
        complaint = complaint.or(() -> Optional.of(Shown.text(text)));
    }

    /** It is over; its line follows its digest. */
    CompletionStage<Void> end(TransferRecording recording, Instant now, boolean acknowledged) {
        boolean complete = acknowledged && left() == 0 && complaint.isEmpty();
        String result = complaint.isPresent() ? Status.FAILURE.word() : acknowledged ? Status.OK.word() : Lines.ABORTED;
        TransferLineBuilder line = line(complete);
        CompletionStage<Optional<String>> digested =
                digest.map(Digest::finish).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return digested.thenAccept(sha256 -> {
            sha256.ifPresentOrElse(line::sha256, () -> line.digestMissing("off"));
            recording.line(line.ended(result, now));
        });
    }

    private TransferLineBuilder line(boolean complete) {
        boolean upload = command.direction() == Direction.TO_TARGET;
        TransferLineBuilder line = TransferLine.of("file", path, startedAt)
                .direction(upload ? "upload" : "download")
                .size(announced.size())
                .bytes(upload ? 0 : passed, upload ? passed : 0)
                .complete(complete)
                .attribute("mode", announced.mode())
                .attribute("argument", command.path().text());
        if (!complete && passed > 0) {
            line.intervals(List.of(new Interval(0, passed)));
        }
        if (announced.leavesDirectory()) {
            line.attribute("warning", "name leaves its directory");
        }
        complaint.ifPresent(line::resultText);
        return line;
    }
}
