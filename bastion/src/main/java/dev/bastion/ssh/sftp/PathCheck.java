package dev.bastion.ssh.sftp;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.Confines;
import dev.bastion.recorder.TransferPath;
import java.util.Optional;
import java.util.Set;

/**
 * Which paths a rule's patterns let a request name. Immutable.
 *
 * <ul>
 *   <li>Content is read and links are read where the path is readable, changes are made where it is writable.
 *   <li>A directory is listed where it is readable or something beneath it may be; where nothing may be read at all, where
 *       the same holds for writing.
 *   <li>Attributes are seen of what may be read or written, and of the directories on the way there.
 *   <li>A name that leads upwards is looked up (REALPATH), because clients change directory by it, and nothing else.
 *   <li>A rename needs both names writable, and must bring nothing within reach that was not. Links, symbolic and hard, are
 *       not made: they give a path another meaning.
 * </ul>
 *
 * <p>It knows names, not files: a link that lies on the host already leads where it leads.
 */
final class PathCheck {

    private static final String ESCAPED_NUL = "\\x00";
    private static final int SHOWN = 200;

    private final boolean confines;
    private final Reach reading;
    private final Reach writing;

    PathCheck(Set<Permit> permits, Confines confines) {
        this.confines = confines.confinesPaths();
        this.reading = new Reach(permits.contains(Permit.SFTP_READ), confines.readable());
        this.writing = new Reach(permits.contains(Permit.SFTP_WRITE), confines.writable());
    }

    /** Whether any path is confined; if not, nothing is ever objected to. */
    boolean confines() {
        return confines;
    }

    /**
     * Why a request may not go on; nothing where it may.
     *
     * @param on what the request's handle stands for
     * @param start where relative paths begin; empty where the server has not told
     */
    Optional<String> objection(Request request, OpenHandle on, Optional<String> start) {
        if (!confines) {
            return Optional.empty();
        }
        return switch (request) {
            case Request.Open open -> open(open, start);
            case Request.OpenDirectory list -> unless(listable(list.path(), start), "listing", list.path());
            case Request.Look look -> unless(visible(look.path(), start), "seeing", look.path());
            case Request.Resolve resolve -> unless(resolvable(resolve.path(), start), "seeing", resolve.path());
            case Request.AskPath ask -> unless(visible(ask.path(), start), "seeing", ask.path());
            case Request.ReadLink link -> unless(reached(reading, link.path(), start), "reading", link.path());
            case Request.ExpandPath expand -> expand(expand.path(), start);
            case Request.Change change -> change(change, start);
            case Request.SetOnHandle set ->
                on instanceof FileTransfer file ? changing(file.open().path(), start) : Optional.empty();
            case Request.Close close -> Optional.empty();
            case Request.Read read -> Optional.empty();
            case Request.Write write -> Optional.empty();
            case Request.ReadDirectory list -> Optional.empty();
            case Request.LookAtHandle look -> Optional.empty();
            case Request.AskHandle ask -> Optional.empty();
            case Request.Ask ask -> Optional.empty();
            case Request.Unknown unknown -> Optional.empty();
        };
    }

    private Optional<String> open(Request.Open open, Optional<String> start) {
        boolean reads = !open.reads() || reached(reading, open.path(), start);
        return unless(reads, "reading", open.path())
                .or(() -> open.writes() ? changing(open.path(), start) : Optional.empty());
    }

    private Optional<String> changing(TransferPath path, Optional<String> start) {
        return unless(reached(writing, path, start), "changing", path);
    }

    private Optional<String> change(Request.Change change, Optional<String> start) {
        return switch (change.operation()) {
            case RequestReader.SYMLINK, RequestReader.HARDLINK ->
                Optional.of("links are not made where a grant is confined to paths");
            case RequestReader.RENAME, RequestReader.POSIX_RENAME ->
                rename(change.path(), change.newPath().orElseThrow(), start);
            default -> changing(change.path(), start);
        };
    }

    private Optional<String> rename(TransferPath from, TransferPath to, Optional<String> start) {
        return changing(from, start).or(() -> changing(to, start)).or(() -> {
            String old = absolute(from, start).orElseThrow();
            String renamed = absolute(to, start).orElseThrow();
            boolean same = reading.gainsNothing(old, renamed) && writing.gainsNothing(old, renamed);
            return unless(same, "renaming to what would allow more", to);
        });
    }

    private boolean listable(TransferPath path, Optional<String> start) {
        Reach reach = reading.granted() ? reading : writing;
        return absolute(path, start).filter(reach::reachesOrLeadsTo).isPresent();
    }

    private boolean visible(TransferPath path, Optional<String> start) {
        return absolute(path, start).filter(this::visible).isPresent();
    }

    private boolean visible(String absolute) {
        return reading.reachesOrLeadsTo(absolute) || writing.reachesOrLeadsTo(absolute);
    }

    /** Where one is may always be asked. */
    private boolean resolvable(TransferPath path, Optional<String> start) {
        String text = path.text();
        return text.isEmpty()
                || text.equals(".")
                || known(path)
                        .flatMap(known -> AbsolutePath.upwards(known, start))
                        .filter(this::visible)
                        .isPresent();
    }

    /** One's own home directory is where one starts, for OpenSSH and its clients; another's is nobody's affair. */
    private Optional<String> expand(TransferPath path, Optional<String> start) {
        String text = path.text();
        boolean home = text.equals("~") || text.equals("~/");
        boolean inHome = text.startsWith("~/")
                && AbsolutePath.upwards(text.substring(2), start)
                        .filter(this::visible)
                        .isPresent();
        boolean elsewhere = !text.startsWith("~") && resolvable(path, start);
        return unless(home || inHome || elsewhere, "seeing", path);
    }

    private boolean reached(Reach reach, TransferPath path, Optional<String> start) {
        return absolute(path, start).filter(reach::reaches).isPresent();
    }

    private static Optional<String> absolute(TransferPath path, Optional<String> start) {
        return known(path).flatMap(known -> AbsolutePath.of(known, start));
    }

    /** A server might read a name up to its first NUL only. */
    private static Optional<String> known(TransferPath path) {
        return path.text().contains(ESCAPED_NUL) ? Optional.empty() : Optional.of(path.text());
    }

    private static Optional<String> unless(boolean allowed, String what, TransferPath path) {
        return allowed ? Optional.empty() : Optional.of(what + " \"" + shown(path.text()) + "\" is not granted");
    }

    private static String shown(String path) {
        return path.length() <= SHOWN ? path : path.substring(0, SHOWN) + "…";
    }
}
