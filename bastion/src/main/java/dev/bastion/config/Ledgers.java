package dev.bastion.config;

import dev.bastion.certs.Ed25519Key;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.MalformedKeyException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.recorder.ledger.NoteSigner;
import dev.bastion.recorder.ledger.NoteVerifier;
import dev.bastion.store.DatabaseSettings;
import dev.bastion.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the ledger of a configuration lies, and by which key its heads are signed and checked. */
public final class Ledgers {
    private Ledgers() {}

    public static DatabaseSettings database(BastionConfig config) {
        return new DatabaseSettings(
                config.database().url(),
                config.database().user(),
                config.database().password().map(Secret::reveal));
    }

    /**
     * All that is needed to write the ledger.
     *
     * @throws IOException if the installation's name or the tree-head key cannot be read
     */
    public static StoreSettings settings(BastionConfig config) throws IOException {
        return settings(
                config,
                Installation.read(config.keys()),
                KeyFile.TREE_HEAD.in(config.keys()).load());
    }

    /** The same with a key that was read already. */
    public static StoreSettings settings(BastionConfig config, Installation installation, Ed25519Pair treeHead) {
        NoteSigner signer = new NoteSigner(
                installation.origin(), treeHead::sign, treeHead.jca().getPublic());
        return new StoreSettings(database(config), signer, config.headCopy(), config.data());
    }

    /**
     * What the ledger is checked with; needs the public half alone.
     *
     * @throws IOException if there is no such key, or the installation has no name
     */
    public static NoteVerifier verifier(BastionConfig config) throws IOException {
        String origin = Installation.read(config.keys()).origin();
        Path path = KeyFile.TREE_HEAD.in(config.keys()).publicPath();
        try {
            SshPublicKey key = SshPublicKey.parseLine(Files.readString(path).strip());
            if (!(key instanceof Ed25519Key ed25519)) {
                throw new IOException("'%s' is no ed25519 key".formatted(path));
            }
            return new NoteVerifier(origin, ed25519.jca());
        } catch (MalformedKeyException malformed) {
            throw new IOException("'%s' is no public key: %s".formatted(path, malformed.getMessage()), malformed);
        }
    }
}
