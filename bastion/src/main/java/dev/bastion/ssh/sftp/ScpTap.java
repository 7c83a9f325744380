package dev.bastion.ssh.sftp;

import static java.util.Objects.requireNonNull;

import dev.bastion.recorder.Direction;
import dev.bastion.recorder.TransferLine;
import dev.bastion.recorder.TransferPath;
import dev.bastion.recorder.TransferRecording;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Listens to one channel that runs the old {@code scp} and tells the recorder each file: see OpenSSH's {@code scp.c},
 * functions {@code source}, {@code sink} and {@code response}. The two sides take turns: whoever has the files waits for a
 * zero byte after each message. A stream that does not keep to that is told once as opaque, and no more is read of it; the
 * bytes of the channel are recorded besides.
 *
 * <p>To be fed before the bytes are handed on, in pieces of any size. Safe for concurrent use; never blocks. It throws
 * only what the recorder throws.
 */
public final class ScpTap {

    private enum Turn {
        /** The receiver has to say that it is ready. */
        READY,
        /** The sender has to send a message. */
        MESSAGE,
        /** The receiver has to answer a message. */
        ANSWER,
        /** The sender sends content. */
        CONTENT,
        /** The sender has to say whether the content was good. */
        VERDICT,
        /** The receiver has to say whether it has it. */
        RECEIPT,
        /** No more is read. */
        OPAQUE
    }

    private static final int MAX_LINE = 8192;
    private static final int MAX_DEPTH = 512;

    private final ScpCommand command;
    private final TransferRecording recording;
    private final boolean digests;
    private final Clock clock;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answered = new ByteArrayOutputStream();
    private final Deque<String> directories = new ArrayDeque<>();
    private Turn turn = Turn.READY;
    private Optional<ScpMessage> message = Optional.empty();
    private Optional<ScpFile> file = Optional.empty();
    private boolean receiverSpoke;
    private CompletableFuture<Void> handedOver = CompletableFuture.completedFuture(null);

    /** A tap for one channel. */
    public ScpTap(ScpCommand command, TransferRecording recording, boolean digests, Clock clock) {
        this.command = requireNonNull(command, "command is null");
        this.recording = requireNonNull(recording, "recording is null");
        this.digests = digests;
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Bytes that the client sends, the command's standard input. */
    public synchronized void fromClient(byte[] bytes, int offset, int length) {
        recording.raw(Direction.TO_TARGET, length);
        feed(command.direction() == Direction.TO_TARGET, bytes, offset, length);
    }

    /** Bytes that the server sends, the command's standard output. */
    public synchronized void fromServer(byte[] bytes, int offset, int length) {
        recording.raw(Direction.TO_PERSON, length);
        feed(command.direction() == Direction.TO_PERSON, bytes, offset, length);
    }

    /**
     * The channel has ended: a file on its way is told as aborted. Completes when all lines have been handed to the
     * recorder; fails if the recording has failed.
     */
    public synchronized CompletionStage<Void> close() {
        endFile(false);
        turn = Turn.OPAQUE;
        return handedOver;
    }

    private void feed(boolean fromSender, byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && turn != Turn.OPAQUE) {
            if (fromSender && turn == Turn.CONTENT) {
                at += content(bytes, at, end - at);
            } else if (fromSender) {
                fromSender(bytes[at++]);
            } else {
                fromReceiver(bytes[at++]);
            }
        }
    }

    private int content(byte[] bytes, int at, int available) {
        ScpFile current = file.orElseThrow();
        int count = (int) Math.min(current.left(), available);
        current.content(bytes, at, count);
        if (current.left() == 0) {
            turn = Turn.VERDICT;
        }
        return count;
    }

    private void fromSender(byte next) {
        if (turn == Turn.MESSAGE) {
            collect(sent, next).ifPresent(this::message);
        } else if (turn != Turn.VERDICT) {
            opaque("the sender does not wait for its answer");
        } else if (next == 0 && sent.size() == 0) {
            verdict();
        } else {
            collect(sent, next).ifPresent(line -> {
                complaint(line).ifPresentOrElse(this::complain, () -> opaque("content is not followed by its end"));
                verdict();
            });
        }
    }

    private void message(byte[] line) {
        ScpMessage read = ScpMessage.read(line).orElse(null);
        if (read == null) {
            opaque("a message is none of the protocol's");
        } else if (read instanceof ScpMessage.Complaint complaint) {
            failed(complaint.text());
        } else {
            message = Optional.of(read);
            turn = Turn.ANSWER;
        }
    }

    /** The content is through; a receiver that has complained already says no more. */
    private void verdict() {
        if (turn != Turn.OPAQUE) {
            turn = Turn.RECEIPT;
            if (receiverSpoke) {
                received();
            }
        }
    }

    private void fromReceiver(byte next) {
        if (next == 0 && answered.size() == 0) {
            answer(Optional.empty());
        } else {
            collect(answered, next)
                    .ifPresent(line -> complaint(line)
                            .ifPresentOrElse(text -> answer(Optional.of(text)), () -> opaque("an answer is none")));
        }
    }

    private void answer(Optional<String> complaint) {
        switch (turn) {
            case READY -> {
                complaint.ifPresent(this::failed);
                turn = Turn.MESSAGE;
            }
            case ANSWER -> answerToMessage(complaint);
            case RECEIPT -> {
                complaint.ifPresent(this::complain);
                received();
            }
            case CONTENT, VERDICT -> {
                complaint.ifPresentOrElse(this::complain, () -> opaque("the receiver answers too early"));
                receiverSpoke = true;
            }
            case MESSAGE -> complaint.ifPresentOrElse(this::failed, () -> opaque("the receiver answers nothing"));
            case OPAQUE -> {}
        }
    }

    private void answerToMessage(Optional<String> complaint) {
        turn = Turn.MESSAGE;
        switch (message.orElseThrow()) {
            case ScpMessage.File announced -> begin(announced, complaint);
            case ScpMessage.Directory directory -> enter(directory, complaint);
            case ScpMessage.Leave leave -> leave();
            case ScpMessage.Times times -> complaint.ifPresent(this::failed);
            case ScpMessage.Complaint none -> throw new IllegalStateException("a complaint has no answer");
        }
    }

    private void begin(ScpMessage.File announced, Optional<String> complaint) {
        Optional<TransferRecording.Digest> digest =
                digests && complaint.isEmpty() ? Optional.of(recording.newDigest()) : Optional.empty();
        ScpFile next = new ScpFile(command, announced, path(announced), clock.instant(), digest);
        file = Optional.of(next);
        receiverSpoke = false;
        if (complaint.isPresent()) {
            next.complain(complaint.get());
            endFile(true);
        } else {
            turn = next.left() == 0 ? Turn.VERDICT : Turn.CONTENT;
        }
    }

    private void enter(ScpMessage.Directory directory, Optional<String> complaint) {
        if (complaint.isPresent()) {
            failed(complaint.get());
        } else if (directories.size() >= MAX_DEPTH) {
            opaque("directories lie deeper than " + MAX_DEPTH);
        } else {
            directories.addLast(directory.name());
        }
    }

    private void leave() {
        if (directories.pollLast() == null) {
            opaque("more directories are left than entered");
        }
    }

    private void received() {
        endFile(true);
        turn = Turn.MESSAGE;
    }

    private void endFile(boolean acknowledged) {
        file.ifPresent(ended -> told(ended.end(recording, clock.instant(), acknowledged)));
        file = Optional.empty();
    }

    private void told(CompletionStage<Void> line) {
        handedOver = CompletableFuture.allOf(handedOver, line.toCompletableFuture());
    }

    private void complain(String text) {
        file.ifPresent(current -> current.complain(text));
    }

    /** Something went wrong that is about no file on its way. */
    private void failed(String text) {
        tellOfWhole(Status.FAILURE.word(), text);
    }

    private void opaque(String why) {
        endFile(false);
        turn = Turn.OPAQUE;
        tellOfWhole("opaque", why);
    }

    private void tellOfWhole(String result, String text) {
        Instant now = clock.instant();
        recording.line(TransferLine.of("scp", command.path(), now)
                .direction(command.direction() == Direction.TO_TARGET ? "upload" : "download")
                .resultText(Shown.text(text))
                .ended(result, now));
    }

    /** Gathers a line; what it holds, without its line feed, when it is whole. */
    private Optional<byte[]> collect(ByteArrayOutputStream line, byte next) {
        if (next == '\n') {
            byte[] whole = line.toByteArray();
            line.reset();
            return Optional.of(whole);
        }
        line.write(next);
        if (line.size() > MAX_LINE) {
            opaque("a line is longer than " + MAX_LINE + " bytes");
        }
        return Optional.empty();
    }

    private static Optional<String> complaint(byte[] line) {
        return ScpMessage.read(line)
                .filter(ScpMessage.Complaint.class::isInstance)
                .map(complaint -> ((ScpMessage.Complaint) complaint).text());
    }

    private TransferPath path(ScpMessage.File announced) {
        String inside = directories.isEmpty() ? "" : String.join("/", directories) + "/";
        return TransferPath.of((inside + announced.name()).getBytes(StandardCharsets.ISO_8859_1));
    }
}
