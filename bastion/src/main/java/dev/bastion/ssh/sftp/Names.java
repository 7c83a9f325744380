package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What answers have told about names. Guarded by the conversation's lock. */
final class Names {

    private static final int SIZES = 32;

    private final Map<TransferPath, Long> sizes = new LinkedHashMap<>(SIZES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TransferPath, Long> eldest) {
            return size() > SIZES;
        }
    };
    private Optional<String> start = Optional.empty();

    /** STAT or LSTAT has told a size, or that there is none. */
    void size(TransferPath path, OptionalLong size) {
        if (size.isPresent()) {
            sizes.put(path, size.getAsLong());
        } else {
            sizes.remove(path);
        }
    }

    /** The size that was told last; clients look before they open. */
    OptionalLong size(TransferPath path) {
        Long size = sizes.get(path);
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** The server has told where relative names begin. */
    void startsAt(TransferPath absolute) {
        start = Optional.of(absolute.text());
    }

    /** REALPATH has told the absolute form of a name. */
    void resolved(TransferPath path, TransferPath absolute) {
        if (path.text().equals(".") || path.text().isEmpty()) {
            startsAt(absolute);
        }
    }

    /** The server's starting directory, once it has told. */
    Optional<String> start() {
        return start;
    }

    /** The absolute form of a relative name, where the server's starting directory is known. */
    Optional<String> absolute(TransferPath path) {
        return path.text().startsWith("/") ? Optional.empty() : start.map(from -> joined(from, path.text()));
    }

    private static String joined(String from, String name) {
        return from.endsWith("/") ? from + name : from + "/" + name;
    }
}
