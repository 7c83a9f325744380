package dev.bastion.ssh.sftp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An open file: what was asked about it and how that was answered, from OPEN to the answer to CLOSE. Guarded by the
 * conversation's lock.
 */
final class FileTransfer implements OpenHandle {

    private final Request.Open open;
    private final Optional<String> resolvedPath;
    private final Instant openedAt;
    private final Flow reading;
    private final Flow writing;
    private final Map<String, String> attributesSet = new LinkedHashMap<>();
    private OptionalLong size;
    private long endOfFile = Long.MAX_VALUE;
    private boolean nothingBeyond;
    private boolean announced;
    private int unanswered;
    private long unacknowledged;
    private int errors;
    private Optional<Answer> closed = Optional.empty();

    FileTransfer(
            Request.Open open,
            Optional<String> resolvedPath,
            OptionalLong size,
            Instant openedAt,
            Flow reading,
            Flow writing) {
        this.open = open;
        this.resolvedPath = resolvedPath;
        this.size = size;
        this.openedAt = openedAt;
        this.reading = reading;
        this.writing = writing;
        nothingBeyond = open.has(Wire.OPEN_TRUNCATE) || (open.has(Wire.OPEN_CREATE) && open.has(Wire.OPEN_EXCLUSIVE));
        if (open.has(Wire.OPEN_APPEND)) {
            // The server then ignores the offsets, and where the bytes land is not known here.
            writing.spoil("append");
        }
        if (open.writes()) {
            attributesSet.putAll(open.attributes().words());
        }
    }

    /** A request about this file is on its way to the server. */
    void asked(Request request) {
        unanswered++;
        if (request instanceof Request.Read read) {
            reading.begin(read.offset());
        } else if (request instanceof Request.Write write) {
            writing.begin(write.offset());
            writing.settle();
            unacknowledged += Integer.toUnsignedLong(write.length());
        }
    }

    /** The server has answered it with STATUS. */
    void answered(Request request, Answer answer) {
        unanswered--;
        switch (request) {
            case Request.Write write -> acknowledged(write, answer);
            case Request.Read read -> notRead(read, answer);
            case Request.Close close -> closed = Optional.of(answer);
            case Request.SetOnHandle set -> attributesSet(set.attributes(), answer);
            default -> count(answer);
        }
    }

    /** The server answers with content. */
    void dataFollows() {
        reading.settle();
    }

    /** The server has told the size. */
    void sizeTold(OptionalLong told) {
        unanswered--;
        size = told.isPresent() ? told : size;
    }

    /** The server has answered with something else that fits. */
    void answeredOtherwise() {
        unanswered--;
    }

    /** Whether nothing more can happen to it. */
    boolean ended() {
        return closed.isPresent() && unanswered == 0;
    }

    /** True once, if it has been open since before that time: it must then be told before it ends. */
    boolean announceIfOpenSince(Instant limit) {
        boolean now = !announced && openedAt.isBefore(limit);
        announced |= now;
        return now;
    }

    private void acknowledged(Request.Write write, Answer answer) {
        long length = Integer.toUnsignedLong(write.length());
        unacknowledged -= length;
        if (answer.good()) {
            writing.passed(write.offset(), length);
        } else {
            errors++;
            // OpenSSH answers FAILURE when only a part could be written.
            writing.spoil("write-failed");
        }
    }

    private void notRead(Request.Read read, Answer answer) {
        if (Status.EOF.is(answer.code())) {
            endOfFile = Math.min(endOfFile, read.offset());
        } else {
            errors++;
        }
    }

    private void count(Answer answer) {
        errors += answer.good() ? 0 : 1;
    }

    /** scp writes in place and then sets the size; any other size cuts or stretches what was written. */
    private void attributesSet(Attributes attributes, Answer answer) {
        count(answer);
        if (!answer.good()) {
            return;
        }
        attributesSet.putAll(attributes.words());
        if (attributes.size().isPresent()) {
            nothingBeyond = attributes.size().getAsLong() == writing.intervals().wholeLength();
            if (!nothingBeyond) {
                writing.spoil("resized");
            }
        }
    }

    Request.Open open() {
        return open;
    }

    Optional<String> resolvedPath() {
        return resolvedPath;
    }

    Instant openedAt() {
        return openedAt;
    }

    Flow reading() {
        return reading;
    }

    Flow writing() {
        return writing;
    }

    Map<String, String> attributesSet() {
        return attributesSet;
    }

    OptionalLong size() {
        return size;
    }

    long unacknowledged() {
        return unacknowledged;
    }

    int errors() {
        return errors;
    }

    Optional<Answer> closed() {
        return closed;
    }

    /** Whether every byte that the file had went to the person. */
    boolean wholeRead() {
        long length = reading.intervals().wholeLength();
        return length >= 0 && (endOfFile <= length || size.equals(OptionalLong.of(length)));
    }

    /** Whether the file holds what was written, from its first byte to its last, and nothing else. */
    boolean wholeWritten() {
        return closed.isPresent()
                && closed.get().good()
                && nothingBeyond
                && unacknowledged == 0
                && writing.intervals().wholeLength() >= 0;
    }
}
