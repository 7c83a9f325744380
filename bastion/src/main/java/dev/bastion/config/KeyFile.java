package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFile;
import dev.bastion.policy.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The seven keys of a bastion, each a file of that name with its {@code .pub} beside it. */
public enum KeyFile {
    /** Signs people's certificates; hosts never trust it. */
    ACCESS_CA("access-ca", "access CA: people to the bastion"),
    /** Signs the certificates with which the bastion opens hosts; their sshd trusts it. */
    TARGET_CA("target-ca", "target CA: the bastion to hosts"),
    /** Signs the faces that the bastion shows for targets; people trust it for the targets' names. */
    HOST_CA("host-ca", "host CA: faces of targets"),
    /** The bastion's own host key. */
    HOST_KEY("host-key", "the bastion's host key"),
    /** Signs grant tokens. */
    GRANT_TOKEN("grant-token", "grant tokens"),
    /** Signs the head of the ledger's tree at each commit. */
    TREE_HEAD("tree-head", "tree heads"),
    /** Signs nothing: its seed makes the key that seals the secrets of second factors. */
    SECOND_FACTOR("second-factor", "secrets of second factors");

    private static final Pattern AUTHORITY = Pattern.compile("(access|target|host)-ca(-[0-9]{1,6})?");

    private final String file;
    private final String comment;

    KeyFile(String file, String comment) {
        this.file = requireNonNull(file, "file is null");
        this.comment = requireNonNull(comment, "comment is null");
    }

    /** The keys that the three authorities have or had, by the files' names; none where there is no such directory. */
    public static List<String> ofAuthorities(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> AUTHORITY.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Whether an authority's key may be called so: {@code host-ca}, and the next ones {@code host-ca-2} and so on. */
    public static boolean isAuthoritys(String name) {
        return AUTHORITY.matcher(name).matches();
    }

    /** The file's name, which is also what {@code bastion ca show} calls it. */
    public String file() {
        return file;
    }

    /** The authority whose first key it is, where it is one's. */
    public Optional<Authority> authority() {
        return switch (this) {
            case ACCESS_CA -> Optional.of(Authority.ACCESS);
            case TARGET_CA -> Optional.of(Authority.TARGET);
            case HOST_CA -> Optional.of(Authority.HOST);
            case HOST_KEY, GRANT_TOKEN, TREE_HEAD, SECOND_FACTOR -> Optional.empty();
        };
    }

    /** What stands behind the public key. */
    public String comment() {
        return comment;
    }

    /** The file as the configuration says: encrypted where there is a passphrase, so that a plain one is refused. */
    public AuthorityFile in(BastionConfig.Keys keys) {
        return keys.file(file);
    }
}
