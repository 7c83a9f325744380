package dev.bastion.ssh.sftp;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.rule.Glob;
import java.util.List;

/**
 * The paths that one permit reaches. Paths are absolute and normal ({@link AbsolutePath}). Immutable.
 *
 * @param granted whether the permit is there at all
 * @param globs any of them; every path when empty
 */
record Reach(boolean granted, List<Glob> globs) {
    Reach {
        requireNonNull(globs, "globs is null");
        globs = List.copyOf(globs);
    }

    boolean confined() {
        return !globs.isEmpty();
    }

    boolean reaches(String path) {
        return granted && (!confined() || globs.stream().anyMatch(glob -> glob.matches(path)));
    }

    /** Whether it reaches the path, or may reach something beneath it. */
    boolean reachesOrLeadsTo(String path) {
        return reaches(path) || leadsTo(path);
    }

    private boolean leadsTo(String path) {
        return granted && globs.stream().anyMatch(glob -> glob.mayMatchBeyond(beneath(path)));
    }

    private boolean reachesAllBeneath(String path) {
        return granted && (!confined() || globs.stream().anyMatch(glob -> glob.matchesAllBeyond(beneath(path))));
    }

    /** Whether what is at a path, and all beneath it, would be no more within reach at another. */
    boolean gainsNothing(String from, String to) {
        boolean itself = reaches(from) || !reaches(to);
        boolean beneath = reachesAllBeneath(from) || !(granted && (!confined() || leadsTo(to)));
        return itself && beneath;
    }

    private static String beneath(String directory) {
        return directory.endsWith("/") ? directory : directory + "/";
    }
}
