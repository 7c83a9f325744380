package dev.bastion.recorder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bastion.recorder.asciicast.LineBuffer;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The recording of transfers: {@code transfers-N.jsonl}, whose first line says what the others are. */
final class TransferChannel extends LinesChannel implements TransferRecording {

    private final String protocol;
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
    private final ArrayDeque<TransferLine> late = new ArrayDeque<>(0);

    private TransferChannel(SessionRecorder session, int number, String protocol, RecordingFile file) {
        super(session, number, file);
        this.protocol = protocol;
    }

    static TransferChannel create(SessionRecorder session, int number, String protocol) throws IOException {
        RecordingFile file = create(session, number, "transfers", Json.object().put("protocol", protocol));
        return new TransferChannel(session, number, protocol, file);
    }

    @Override
    public void line(TransferLine line) {
        if (isClosing() && session.lane().isCurrent() && !isFinished()) {
            // The completion of a digest brings its line while the channel ends.
            late.add(line);
            return;
        }
        accept(Entry.Kind.LINE, line);
    }

    @Override
    public Digest newDigest() {
        return session.digests() ? new Feed() : new NoDigest();
    }

    @Override
    void write(Entry entry, LineBuffer out) {
        switch (entry.kind) {
            case LINE -> writeLine((TransferLine) entry.what, out);
            case DIGEST -> ((Feed) entry.what).fed(entry);
            case DIGEST_END -> ((Feed) entry.what).ended();
            case INPUT, OUTPUT, ERRORS, RESIZE, MARKER, EXIT, CLOSE ->
                throw new IllegalStateException("transfers have no " + entry.kind);
        }
    }

    private void writeLine(TransferLine line, LineBuffer out) {
        write(json(line), out);
    }

    private ObjectNode json(TransferLine line) {
        ObjectNode node = nextLine();
        node.put("operation", line.operation());
        node.put("direction", line.direction());
        path(node, "path", line.path());
        line.resolvedPath().ifPresent(path -> node.put("resolved_path", path));
        line.newPath().ifPresent(path -> path(node, "new_path", path));
        if (!line.openFlags().isEmpty()) {
            line.openFlags().forEach(node.putArray("open_flags")::add);
        }
        line.size().ifPresent(size -> node.put("size", size));
        node.put("bytes_read", line.bytesRead());
        node.put("bytes_written", line.bytesWritten());
        line.sha256().ifPresent(sha256 -> node.put("sha256", sha256));
        line.digestMissing().ifPresent(why -> node.put("digest_missing", why));
        line.complete().ifPresent(complete -> node.put("complete", complete));
        if (!line.intervals().isEmpty()) {
            ArrayNode intervals = node.putArray("intervals");
            line.intervals()
                    .forEach(part -> intervals.addArray().add(part.from()).add(part.to()));
        }
        if (!line.attributes().isEmpty()) {
            ObjectNode attributes = node.putObject("attributes");
            for (Map.Entry<String, String> one : new TreeMap<>(line.attributes()).entrySet()) {
                attributes.put(Json.cut(one.getKey()), Json.cut(one.getValue()));
            }
        }
        node.put("started_at", line.startedAt().toString());
        node.put("ended_at", line.endedAt().toString());
        node.put("result", line.result());
        line.resultText().ifPresent(text -> node.put("result_text", Json.cut(text)));
        return node;
    }

    private static void path(ObjectNode node, String key, TransferPath path) {
        node.put(key, path.text());
        path.hex().ifPresent(hex -> node.put(key + "_hex", hex));
    }

    @Override
    void writeEnd(LineBuffer out) {
        for (TransferLine line = late.poll(); line != null; line = late.poll()) {
            writeLine(line, out);
        }
    }

    @Override
    void afterEnd() {
        feeds.forEach(Feed::givenUp);
    }

    @Override
    void describe(ObjectNode facts) {
        describe(facts, "transfers");
        facts.put("protocol", protocol);
    }

    /** A digest that is fed through the channel's hand-off. */
    private final class Feed implements Digest {

        private final MessageDigest digest = Sha256.start();
        private final CompletableFuture<Optional<String>> result = new CompletableFuture<>();

        Feed() {
            feeds.add(this);
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            if (length > 0) {
                accept(Entry.Kind.DIGEST, bytes, offset, length, this);
            }
        }

        @Override
        public CompletionStage<Optional<String>> finish() {
            accept(Entry.Kind.DIGEST_END, this);
            return result.minimalCompletionStage();
        }

        @Override
        public void abandon() {
            feeds.remove(this);
        }

        void fed(Entry entry) {
            digest.update(entry.bytes, entry.offset, entry.length);
        }

        void ended() {
            feeds.remove(this);
            result.complete(Optional.of(Sha256.hex(digest)));
        }

        void givenUp() {
            feeds.remove(this);
            result.completeExceptionally(session.state().ended("the digest was not ended before its channel"));
        }
    }

    /** What takes the place of a digest where none are wanted. */
    private static final class NoDigest implements Digest {

        @Override
        public void update(byte[] bytes, int offset, int length) {
            // Switched off.
        }

        @Override
        public CompletionStage<Optional<String>> finish() {
            return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public void abandon() {
            // Nothing was begun.
        }
    }
}
