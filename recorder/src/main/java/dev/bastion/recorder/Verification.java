package dev.bastion.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a comparison of a recording with its list of sums found.
 *
 * @param sealSha256 digest of the list itself, to be held against the ledger; nothing where there is no list
 * @param changed files whose content is not what was sealed
 * @param missing files that are gone
 * @param added files that the list does not know, or lines of the list that cannot be read
 */
public record Verification(
        Optional<String> sealSha256, List<String> changed, List<String> missing, List<String> added) {

    public Verification {
        changed = List.copyOf(changed);
        missing = List.copyOf(missing);
        added = List.copyOf(added);
    }

    /** Whether there is a list and every file is as it says. Whether the list is the one sealed, the ledger knows. */
    public boolean intact() {
        return sealSha256.isPresent() && changed.isEmpty() && missing.isEmpty() && added.isEmpty();
    }

    static Verification of(Path directory) throws IOException {
        Path list = directory.resolve(SessionDirectory.SUMS);
        if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            return new Verification(Optional.empty(), List.of(), List.of(), List.of());
        }
        byte[] bytes = Files.readAllBytes(list);
        MessageDigest digest = Sha256.start();
        digest.update(bytes);
        List<String> changed = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> added = new ArrayList<>();
        Map<String, String> sums = new TreeMap<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.matches("[0-9a-f]{64}  [A-Za-z0-9][A-Za-z0-9._-]*")) {
                sums.put(line.substring(66), line.substring(0, 64));
            } else if (!line.isEmpty()) {
                added.add("a line of " + SessionDirectory.SUMS);
            }
        }
        for (Map.Entry<String, String> one : sums.entrySet()) {
            Path file = directory.resolve(one.getKey());
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                missing.add(one.getKey());
            } else if (!sha256(file).equals(one.getValue())) {
                changed.add(one.getKey());
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !sums.containsKey(name) && !name.equals(SessionDirectory.SUMS))
                    .sorted()
                    .forEach(added::add);
        }
        return new Verification(Optional.of(Sha256.hex(digest)), changed, missing, added);
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] piece = new byte[64 << 10];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
            }
        }
        return Sha256.hex(digest);
    }
}
