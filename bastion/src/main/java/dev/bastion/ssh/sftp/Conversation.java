package dev.bastion.ssh.sftp;

import dev.bastion.policy.Permit;
import dev.bastion.recorder.TransferPath;
import dev.bastion.recorder.TransferRecording;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What both directions of a channel know: requests that wait, handles that are open. Safe for concurrent use by the
 * thread of each direction; its lock is held for a few map operations, never while content is moved.
 */
final class Conversation {

    /** The id of the one request that is ours; the client has none of its own before that is answered. */
    static final int OWN_QUESTION = 0;

    /** A file that is open for longer than this is told to the recorder before it is closed. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private final PermitCheck permits;
    private final PathCheck paths;
    private final TransferRecording recording;
    private final boolean digests;
    private final Clock clock;
    private final Lines lines;
    private final Names names = new Names();
    private final Ahead ahead = new Ahead();
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final Map<Handle, OpenHandle> handles = new HashMap<>();
    /** Open, or closed with answers outstanding. */
    private final Set<FileTransfer> files = new LinkedHashSet<>();

    private int opening;
    private int pendingText;
    private boolean greeted;
    private boolean versionSeen;
    private boolean agreed;

    Conversation(PermitCheck permits, PathCheck paths, TransferRecording recording, boolean digests, Clock clock) {
        this.permits = permits;
        this.paths = paths;
        this.recording = recording;
        this.digests = digests;
        this.clock = clock;
        this.lines = new Lines(recording);
    }

    /** INIT has come. */
    synchronized void greet() throws MalformedSftpException {
        if (greeted) {
            throw new MalformedSftpException("second INIT");
        }
        greeted = true;
    }

    /** VERSION has come. */
    synchronized void agree(int version) throws MalformedSftpException {
        if (!greeted || versionSeen) {
            throw new MalformedSftpException("VERSION that nobody asked for");
        }
        if (version != Wire.SPOKEN) {
            throw new MalformedSftpException("server speaks version " + Integer.toUnsignedString(version));
        }
        versionSeen = true;
        agreed = !paths.confines();
    }

    /** Whether the starting directory must be known before anything is decided. */
    boolean asksForStart() {
        return paths.confines();
    }

    /** Whether our own question is under way, so that the next reply answers that. */
    synchronized boolean awaitsStart() {
        return versionSeen && !agreed;
    }

    /**
     * Our own question has been answered, with the starting directory or without: paths that need it are then refused.
     */
    synchronized void startTold(int id, Optional<TransferPath> start) throws MalformedSftpException {
        if (id != OWN_QUESTION) {
            throw new MalformedSftpException(
                    "reply to request id " + Integer.toUnsignedString(id) + ", which nobody asked");
        }
        start.filter(path -> path.text().startsWith("/")).ifPresent(names::startsAt);
        agreed = true;
    }

    /** A request has come; if it passes, its answer is awaited from now on. */
    synchronized Verdict admit(int id, Request request) throws MalformedSftpException {
        if (!agreed) {
            throw new MalformedSftpException("request before the version is agreed");
        }
        if (pending.containsKey(id)) {
            throw new MalformedSftpException(
                    "request id " + Integer.toUnsignedString(id) + " is used again before its answer");
        }
        Optional<OpenHandle> found = on(request);
        OpenHandle on = found.orElse(OpenHandle.Other.NONE);
        Instant now = clock.instant();
        Optional<Permit> lacking = permits.lacking(request);
        if (lacking.isPresent()) {
            return refused(
                    request, on, now, Status.PERMISSION_DENIED, lacking.get().word() + " is not granted");
        }
        Optional<String> objection = paths.objection(request, on, names.start());
        if (objection.isPresent()) {
            return refused(request, on, now, Status.PERMISSION_DENIED, objection.get());
        }
        if (request instanceof Request.Unknown) {
            return refused(request, on, now, Status.OP_UNSUPPORTED, "not supported");
        }
        if (found.isEmpty()) {
            return new Verdict.Refused(Status.FAILURE, "no such handle");
        }
        if (request.reply() == Wire.HANDLE && handles.size() + opening >= Wire.MAX_HANDLES) {
            return refused(request, on, now, Status.FAILURE, "too many open files");
        }
        await(id, new Pending(request, on, now));
        return new Verdict.Passes(on);
    }

    /** STATUS has come, which answers anything. */
    synchronized void status(int id, Answer answer) throws MalformedSftpException {
        Pending asked = take(id);
        if (answer.good() && asked.request().reply() != Wire.STATUS) {
            // No content, name or handle came with it; for the client it is an error.
            answer = new Answer(Status.FAILURE.code(), answer.text());
        }
        Instant now = clock.instant();
        if (asked.request() instanceof Request.Look look) {
            names.size(look.path(), OptionalLong.empty());
        }
        if (asked.on() instanceof FileTransfer file) {
            file.answered(asked.request(), answer);
            endIfOver(file, now);
        } else {
            lines.ended(
                    asked.request(),
                    resolved(asked.request()),
                    asked.asked(),
                    now,
                    Status.word(answer.code()),
                    answer.shown());
        }
    }

    /** HANDLE has come. */
    synchronized void opened(int id, Handle handle) throws MalformedSftpException {
        Pending asked = take(id, Wire.HANDLE);
        if (handles.containsKey(handle)) {
            throw new MalformedSftpException("server gives a handle that is in use");
        }
        if (asked.request() instanceof Request.Open open) {
            FileTransfer file =
                    new FileTransfer(open, resolved(open), names.size(open.path()), asked.asked(), flow(), flow());
            handles.put(handle, file);
            files.add(file);
        } else {
            handles.put(handle, OpenHandle.Other.DIRECTORY);
            lines.ended(
                    asked.request(),
                    resolved(asked.request()),
                    asked.asked(),
                    clock.instant(),
                    Status.OK.word(),
                    Optional.empty());
        }
    }

    /** DATA has come; what was asked for is returned. */
    synchronized Pending data(int id, int length) throws MalformedSftpException {
        Pending asked = take(id, Wire.DATA);
        if (!(asked.request() instanceof Request.Read read) || !(asked.on() instanceof FileTransfer file)) {
            throw new MalformedSftpException("server sends content that nobody asked for");
        }
        if (Integer.compareUnsigned(length, read.length()) > 0) {
            throw new MalformedSftpException("server sends " + length + " bytes where "
                    + Integer.toUnsignedString(read.length()) + " were asked for");
        }
        file.dataFollows();
        tellIfOpenForLong(file, clock.instant());
        return asked;
    }

    /** The content of DATA has passed. */
    synchronized void dataPassed(FileTransfer file) {
        file.answeredOtherwise();
        endIfOver(file, clock.instant());
    }

    /** ATTRS has come. */
    synchronized void attributes(int id, OptionalLong size) throws MalformedSftpException {
        Pending asked = take(id, Wire.ATTRS);
        if (asked.request() instanceof Request.Look look) {
            names.size(look.path(), size);
        }
        if (asked.on() instanceof FileTransfer file) {
            file.sizeTold(size);
            endIfOver(file, clock.instant());
        }
    }

    /** NAME has come. */
    synchronized void names(int id, Optional<TransferPath> first) throws MalformedSftpException {
        Pending asked = take(id, Wire.NAME);
        if (asked.request() instanceof Request.Resolve resolve) {
            first.ifPresent(absolute -> names.resolved(resolve.path(), absolute));
        }
    }

    /** EXTENDED_REPLY has come. */
    synchronized void extended(int id) throws MalformedSftpException {
        Pending asked = take(id, Wire.EXTENDED_REPLY);
        if (asked.on() instanceof FileTransfer file) {
            file.answeredOtherwise();
            endIfOver(file, clock.instant());
        }
    }

    /** The channel has ended: what was open and what was asked is told as it stands. */
    synchronized CompletionStage<Void> end() {
        Instant now = clock.instant();
        pending.values().forEach(asked -> unanswered(asked, now));
        files.forEach(file -> lines.file(file, now));
        pending.clear();
        handles.clear();
        files.clear();
        return lines.handedOver();
    }

    private void unanswered(Pending asked, Instant now) {
        if (asked.on() instanceof FileTransfer file) {
            if (asked.request() instanceof Request.SetOnHandle) {
                lines.ended("fsetstat", file, asked.asked(), now, Lines.ABORTED, Optional.empty());
            }
        } else {
            lines.ended(
                    asked.request(), resolved(asked.request()), asked.asked(), now, Lines.ABORTED, Optional.empty());
        }
    }

    private Verdict refused(Request request, OpenHandle on, Instant now, Status status, String why) {
        if (on instanceof FileTransfer file) {
            lines.ended(Lines.operation(request), file, now, now, Lines.REFUSED, Optional.of(why));
        } else {
            lines.ended(request, resolved(request), now, now, Lines.REFUSED, Optional.of(why));
        }
        return new Verdict.Refused(status, why);
    }

    private void await(int id, Pending asked) throws MalformedSftpException {
        Request request = asked.request();
        if (pending.size() >= Wire.MAX_PENDING || pendingText + request.text() > Wire.MAX_PENDING_TEXT) {
            throw new MalformedSftpException("more than " + pending.size() + " requests wait for an answer");
        }
        pending.put(id, asked);
        pendingText += request.text();
        opening += request.reply() == Wire.HANDLE ? 1 : 0;
        if (request instanceof Request.Close close) {
            // From here on the server may give the same handle to another file.
            handles.remove(close.handle());
        }
        if (asked.on() instanceof FileTransfer file) {
            file.asked(request);
            tellIfOpenForLong(file, asked.asked());
        }
    }

    private Pending take(int id, int reply) throws MalformedSftpException {
        Pending asked = take(id);
        if (asked.request().reply() != reply) {
            throw new MalformedSftpException("reply type " + reply + " does not answer what was asked");
        }
        return asked;
    }

    private Pending take(int id) throws MalformedSftpException {
        Pending asked = pending.remove(id);
        if (asked == null) {
            throw new MalformedSftpException(
                    "reply to request id " + Integer.toUnsignedString(id) + ", which nobody asked");
        }
        pendingText -= asked.request().text();
        opening -= asked.request().reply() == Wire.HANDLE ? 1 : 0;
        return asked;
    }

    /** What the request is about; empty if that is a handle which is not open, or not of that kind. */
    private Optional<OpenHandle> on(Request request) {
        if (!(request instanceof Request.OnHandle onHandle)) {
            return Optional.of(OpenHandle.Other.NONE);
        }
        boolean list = request instanceof Request.ReadDirectory;
        boolean either = request instanceof Request.Close || request instanceof Request.LookAtHandle;
        return Optional.ofNullable(handles.get(onHandle.handle()))
                .filter(on -> either || list == (on == OpenHandle.Other.DIRECTORY));
    }

    private Optional<String> resolved(Request request) {
        return switch (request) {
            case Request.Open open -> names.absolute(open.path());
            case Request.OpenDirectory list -> names.absolute(list.path());
            // What a symbolic link points at is read from where the link lies, not from the start.
            case Request.Change change ->
                change.operation().equals(RequestReader.SYMLINK) ? Optional.empty() : names.absolute(change.path());
            default -> Optional.empty();
        };
    }

    private Flow flow() {
        OrderedDigest digest = new OrderedDigest(recording::newDigest, ahead);
        if (!digests) {
            digest.giveUp("off");
        }
        return new Flow(digest);
    }

    private void endIfOver(FileTransfer file, Instant now) {
        if (file.ended()) {
            files.remove(file);
            lines.file(file, now);
        }
    }

    private void tellIfOpenForLong(FileTransfer file, Instant now) {
        if (file.announceIfOpenSince(now.minus(LONG))) {
            lines.stillOpen(file, now);
        }
    }
}
