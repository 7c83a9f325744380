package dev.bastion.ssh.sftp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Makes a path absolute and normal by its text alone: one slash between its parts, no {@code .} and no {@code ..}. */
final class AbsolutePath {

    private AbsolutePath() {}

    /**
     * The path without its empty parts and dots; nothing where it leads upwards, for nobody can tell by the text where
     * that is once a part is a symbolic link.
     *
     * @param start where relative paths begin; empty where the server has not told
     */
    static Optional<String> of(String path, Optional<String> start) {
        return whole(path, start).filter(whole -> !parts(whole).contains("..")).map(AbsolutePath::joined);
    }

    /** The same with {@code ..} taken as one part less, for what is only looked up by its name and answered with another. */
    static Optional<String> upwards(String path, Optional<String> start) {
        return whole(path, start).map(whole -> {
            Deque<String> kept = new ArrayDeque<>();
            for (String part : parts(whole)) {
                if (part.equals("..")) {
                    kept.pollLast();
                } else {
                    kept.addLast(part);
                }
            }
            return "/" + String.join("/", kept);
        });
    }

    private static Optional<String> whole(String path, Optional<String> start) {
        return path.startsWith("/") ? Optional.of(path) : start.map(from -> from + "/" + path);
    }

    private static String joined(String whole) {
        return "/" + String.join("/", parts(whole));
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }
}
