package dev.bastion.store;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.recorder.ledger.NoteSigner;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/**
 * A process of its own that appends requests until it is killed, and says each number once it is acknowledged. Takes the
 * directory and the two halves of the tree-head key in hexadecimal.
 */
final class AppendingChild {

    private static final int AT_ONCE = 8;

    private AppendingChild() {}

    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[0]);
        var keys = KeyFactory.getInstance("Ed25519");
        var pair = new KeyPair(
                keys.generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(args[2]))),
                keys.generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(args[1]))));
        var journal = SqlJournal.open(settings(directory, Ledgers.signer(pair)), Clock.systemUTC());
        for (int i = 0; i < AT_ONCE; i++) {
            appendForEver(journal);
        }
        Thread.currentThread().join();
    }

    static StoreSettings settings(Path directory, NoteSigner signer) {
        var like = Ledgers.settings(DatabaseSettings.sqlite(directory.resolve("bastion.db")), directory);
        return new StoreSettings(
                like.database(),
                signer,
                like.headCopy(),
                like.directory(),
                like.reserveBytes(),
                like.queue(),
                like.poll());
    }

    private static void appendForEver(SqlJournal journal) {
        journal.<Long>submit(state -> {
                    long id = state.nextRequestId();
                    return new Decided<>(List.of(Story.requestMade(id)), id);
                })
                .thenAccept(id -> {
                    // One write of one line, so that a kill never leaves half a number.
                    System.out.print(id + "\n");
                    System.out.flush();
                    appendForEver(journal);
                });
    }
}
