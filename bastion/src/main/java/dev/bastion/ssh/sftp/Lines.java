package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferLineBuilder;
import dev.bastion.recorder.TransferPath;
import dev.bastion.recorder.TransferRecording;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells the recorder what happened, in its own words. Guarded by the conversation's lock. */
final class Lines {

    /** The result of what was not even asked of the host. */
    static final String REFUSED = "refused";

    /** The result of what had no answer when the channel ended: it may have happened or not. */
    static final String ABORTED = "aborted";

    private static final String DOWNLOAD = "download";
    private static final String UPLOAD = "upload";
    private static final String BOTH = "both";

    private final TransferRecording recording;
    private CompletableFuture<Void> handedOver = CompletableFuture.completedFuture(null);

    Lines(TransferRecording recording) {
        this.recording = recording;
    }

    /** Completes when every line so far has been handed to the recorder; fails if one could not be. */
    CompletionStage<Void> handedOver() {
        return handedOver;
    }

    /** A request that is a line of its own has ended; others leave none. */
    void ended(
            Request request,
            Optional<String> resolved,
            Instant asked,
            Instant now,
            String result,
            Optional<String> text) {
        about(request, asked).ifPresent(line -> {
            resolved.ifPresent(line::resolvedPath);
            text.ifPresent(line::resultText);
            recording.line(line.ended(result, now));
        });
    }

    /** A request about an open file that did not pass, or was not answered. */
    void ended(String operation, FileTransfer file, Instant asked, Instant now, String result, Optional<String> text) {
        TransferLineBuilder line = TransferLine.of(operation, file.open().path(), asked);
        file.resolvedPath().ifPresent(line::resolvedPath);
        text.ifPresent(line::resultText);
        recording.line(line.ended(result, now));
    }

    /** A file is open for longer: it is told now, so that a crash cannot make it unseen. */
    void stillOpen(FileTransfer file, Instant now) {
        TransferLineBuilder line = TransferLine.of("open", file.open().path(), file.openedAt())
                .direction(direction(file.open()))
                .openFlags(flags(file.open()));
        file.resolvedPath().ifPresent(line::resolvedPath);
        recording.line(line.ended(Status.OK.word(), now));
    }

    /** A file was closed, or its channel ended; its line follows its digest. */
    void file(FileTransfer file, Instant now) {
        String direction = direction(file);
        Flow flow = direction.equals(DOWNLOAD) ? file.reading() : file.writing();
        boolean complete = direction.equals(DOWNLOAD) ? file.wholeRead() : file.wholeWritten();
        if (direction.equals(BOTH)) {
            flow.spoil("read-and-written");
        }
        if (flow.bytes() == 0 && !complete) {
            flow.spoil("nothing-passed");
        }
        if (flow.digest().length() != flow.intervals().wholeLength()
                && flow.digest().missing().isEmpty()) {
            flow.spoil(direction.equals(DOWNLOAD) ? "gap" : "unacknowledged");
        }
        TransferLineBuilder line = line(file, direction, flow, complete);
        (flow == file.reading() ? file.writing() : file.reading()).digest().giveUp("other-direction");
        flow.settle();
        CompletionStage<Void> told = flow.digest().finish().thenAccept(sha256 -> {
            sha256.ifPresentOrElse(
                    line::sha256,
                    () -> line.digestMissing(flow.digest().missing().orElse("off")));
            if (sha256.isEmpty() || !complete) {
                line.intervals(flow.intervals().list());
            }
            recording.line(line.ended(result(file), now));
        });
        handedOver = CompletableFuture.allOf(handedOver, told.toCompletableFuture());
    }

    private static TransferLineBuilder line(FileTransfer file, String direction, Flow flow, boolean complete) {
        TransferLineBuilder line = TransferLine.of("file", file.open().path(), file.openedAt())
                .direction(direction)
                .openFlags(flags(file.open()))
                .bytes(file.reading().bytes(), file.writing().bytes())
                .complete(complete);
        file.resolvedPath().ifPresent(line::resolvedPath);
        file.attributesSet().forEach(line::attribute);
        file.closed().flatMap(Answer::shown).ifPresent(line::resultText);
        if (complete) {
            line.size(flow.intervals().wholeLength());
        } else if (direction.equals(DOWNLOAD)) {
            file.size().ifPresent(line::size);
        }
        if (file.errors() > 0) {
            line.attribute("errors", Integer.toString(file.errors()));
        }
        if (file.unacknowledged() > 0) {
            line.attribute("unacknowledged", Long.toString(file.unacknowledged()));
        }
        if (flow.intervals().incomplete()) {
            line.attribute("intervals", "first " + Intervals.MAX);
        }
        return line;
    }

    /** The word for a request about an open file. */
    static String operation(Request request) {
        return switch (request) {
            case Request.Read read -> "read";
            case Request.Write write -> "write";
            case Request.SetOnHandle set -> "fsetstat";
            case Request.AskHandle ask -> ask.changes() ? "fsync" : "fstatvfs";
            default -> "query";
        };
    }

    private static String result(FileTransfer file) {
        return file.ended() ? Status.word(file.closed().orElseThrow().code()) : ABORTED;
    }

    private static Optional<TransferLineBuilder> about(Request request, Instant asked) {
        return switch (request) {
            case Request.Open open ->
                Optional.of(TransferLine.of("file", open.path(), asked)
                        .direction(direction(open))
                        .openFlags(flags(open)));
            case Request.OpenDirectory list -> Optional.of(TransferLine.of("list", list.path(), asked));
            case Request.Change change -> Optional.of(change(change, asked));
            case Request.Unknown unknown ->
                Optional.of(TransferLine.of(
                        "extended", TransferPath.of(unknown.name().getBytes(StandardCharsets.ISO_8859_1)), asked));
            default -> Optional.empty();
        };
    }

    private static TransferLineBuilder change(Request.Change change, Instant asked) {
        TransferLineBuilder line = TransferLine.of(change.operation(), change.path(), asked);
        change.newPath().ifPresent(line::newPath);
        change.attributes().words().forEach(line::attribute);
        return line;
    }

    /** What happened decides; where nothing did, what the file was opened for. */
    private static String direction(FileTransfer file) {
        boolean read = file.reading().bytes() > 0;
        boolean written = file.writing().begun();
        if (read == written) {
            return read ? BOTH : direction(file.open());
        }
        return read ? DOWNLOAD : UPLOAD;
    }

    private static String direction(Request.Open open) {
        return open.writes() ? UPLOAD : DOWNLOAD;
    }

    private static List<String> flags(Request.Open open) {
        List<String> words = new ArrayList<>();
        addIf(words, open.has(Wire.OPEN_READ), "read");
        addIf(words, open.has(Wire.OPEN_WRITE), "write");
        addIf(words, open.has(Wire.OPEN_APPEND), "append");
        addIf(words, open.has(Wire.OPEN_CREATE), "create");
        addIf(words, open.has(Wire.OPEN_TRUNCATE), "truncate");
        addIf(words, open.has(Wire.OPEN_EXCLUSIVE), "exclusive");
        return words;
    }

    private static void addIf(List<String> words, boolean there, String word) {
        if (there) {
            words.add(word);
        }
    }
}
