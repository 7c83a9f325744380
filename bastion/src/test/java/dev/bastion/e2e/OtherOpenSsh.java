package dev.bastion.e2e;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The OpenSSH of another release of Debian, in a file system of its own.
 *
 * @param root where {@code deploy/lib/openssh-root} put it
 */
record OtherOpenSsh(Path root) {
    /** The account's home is somebody else's, laid over the real one; nothing of it is seen outside. */
    private static final String INSIDE = """
            root=$1 home=$2
            shift 2
            mount --make-rprivate /
            mount --rbind /dev "$root/dev"
            mount -t proc proc "$root/proc"
            mount --bind "$home" "$root/root"
            exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root SHELL=/bin/sh LANG=C.UTF-8 chroot "$root" "$@"
            """;

    OtherOpenSsh {
        requireNonNull(root, "root is null");
    }

    /** That of a release; where it was not fetched, the calling test is skipped. */
    static OtherOpenSsh of(String release) {
        String roots = System.getenv("OPENSSH_ROOTS");
        boolean there = roots != null && Files.isDirectory(Path.of(roots, release));
        Assumptions.assumeTrue(there, "no file system of " + release + " is there (hint: deploy/test fetches it)");
        return new OtherOpenSsh(Path.of(roots, release));
    }

    /** One of its programs, as root with this home. */
    Command command(Path home, String... words) {
        List<String> all = new ArrayList<>(
                List.of("unshare", "--mount", "sh", "-ec", INSIDE, "sh", root.toString(), home.toString()));
        all.addAll(List.of(words));
        return Command.of(all);
    }
}
