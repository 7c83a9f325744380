package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFile;
import java.nio.file.Path;

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

    private final String file;
    private final String comment;

    KeyFile(String file, String comment) {
        this.file = requireNonNull(file, "file is null");
        this.comment = requireNonNull(comment, "comment is null");
    }

    /** The file's name, which is also what {@code bastion ca show} calls it. */
    public String file() {
        return file;
    }

    /** What stands behind the public key. */
    public String comment() {
        return comment;
    }

    /** The file as the configuration says: encrypted where there is a passphrase, so that a plain one is refused. */
    public AuthorityFile in(BastionConfig.Keys keys) {
        Path path = keys.directory().resolve(file);
        return keys.passphrase()
                .map(secret -> new AuthorityFile(path, secret.chars()))
                .orElseGet(() -> new AuthorityFile(path));
    }
}
