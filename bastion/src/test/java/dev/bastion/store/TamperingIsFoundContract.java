package dev.bastion.store;

import static dev.bastion.store.Ledgers.append;
import static dev.bastion.store.Ledgers.await;
import static dev.bastion.store.Ledgers.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.MovedClock;
import dev.bastion.recorder.ledger.Checkpoint;
import dev.bastion.recorder.ledger.Finding;
import dev.bastion.recorder.ledger.MerkleTree;
import dev.bastion.recorder.ledger.TreeHash;
import dev.bastion.recorder.ledger.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever can write to the database, and has not the key, changes nothing that goes unnoticed (threats T17 and T18).
 *
 * <p>The ledger of these tests has nine entries: a policy; request, approval and grant 1; the same of 2; a session
 * opened; the session ended.
 */
abstract class TamperingIsFoundContract {

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Story.MORNING.plusSeconds(120));
    private StoreSettings settings;

    /** An empty database. */
    abstract DatabaseSettings database() throws Exception;

    @BeforeEach
    final void live() throws Exception {
        settings = Ledgers.settings(database(), directory);
        try (var journal = open()) {
            await(journal.storePolicy("version: 1", Optional.empty()));
            append(journal, Story.granted(1));
            append(journal, Story.granted(2));
            append(journal, List.of(Story.opened(1, 1)));
            append(journal, List.of(Story.ended(1)));
        }
        assertInstanceOf(Verification.Sound.class, verify());
    }

    @Test
    void aChangedEntry() {
        replaceContent(5, "bob", "eve", false);
        assertFinds(new Finding.Changed(5, 5));
        assertRefused();
    }

    @Test
    void aChangedEntryWithItsHashRecomputed() {
        replaceContent(5, "bob", "eve", true);
        assertFinds(new Finding.Changed(4, 6));
        assertRefused();
    }

    @Test
    void aChangedEntryWithItsRowsChangedToFit() {
        replaceContent(8, "client-left", "deadline", true);
        sql("UPDATE recorded_session SET cause = 'deadline'");
        assertFinds(new Finding.Changed(8, 8));
        assertRefused();
    }

    @Test
    void aRemovedEntry() {
        sql("DELETE FROM ledger_leaf WHERE seq = 4");
        assertFinds(new Finding.Missing(4, 4));
        assertRefused();
    }

    @Test
    void aRemovedEntryWhoseFollowersWereRenumbered() {
        sql("DELETE FROM ledger_leaf WHERE seq = 7");
        sql("UPDATE ledger_leaf SET seq = seq - 1 WHERE seq > 7");
        assertFinds(new Finding.Misplaced(7, 8));
        assertRefused();
    }

    @Test
    void twoEntriesSwapped() {
        sql("UPDATE ledger_leaf SET seq = 100 WHERE seq = 1");
        sql("UPDATE ledger_leaf SET seq = 1 WHERE seq = 4");
        sql("UPDATE ledger_leaf SET seq = 4 WHERE seq = 100");
        assertFinds(new Finding.Misplaced(1, 4));
        assertRefused();
    }

    @Test
    void anInsertedEntry() {
        insertGrant(9);
        assertFinds(new Finding.Inserted(9, 11));
        assertRefused();
    }

    @Test
    void anInsertedEntryWithAHeadOfAnotherKey() {
        insertGrant(9);
        var tree = tree();
        var forged = Ledgers.signer(Ledgers.pair())
                .sign(Checkpoint.of(Ledgers.ORIGIN, tree).text())
                .encoded();
        Ledgers.withHandle(
                settings.database(),
                handle -> handle.execute("INSERT INTO tree_head (size, note) VALUES (?, ?)", tree.size(), forged));
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
        assertRefused();
    }

    @Test
    void aHeadThatWasChanged() {
        sql("UPDATE tree_head SET note = replace(note, 'bastion.example', 'bastion.elsewhere') WHERE size = 9");
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
        assertRefused();
    }

    @Test
    void anOlderHeadThatWasChanged() {
        sql("UPDATE tree_head SET note = 'nothing' WHERE size = 4");
        assertInstanceOf(Finding.HeadForged.class, findings().getFirst());
    }

    @Test
    void aRowOfEachTableThatDiffers() {
        sql("UPDATE access_request SET reason = 'something else' WHERE id = 1");
        sql("UPDATE approval SET person = 'carol' WHERE request = 2");
        sql("UPDATE access_grant SET length = length * 10 WHERE id = 2");
        sql("DELETE FROM recorded_session");
        sql("INSERT INTO recording_read (seq, session, person, how, at) VALUES (3, 1, 'bob', 'replay', 0)");
        sql(
                "INSERT INTO certificate (serial, person, key_fingerprint, key_id, not_before, not_after, grants, signing_at)"
                        + " VALUES (1, 'eve', 'x', 'x', 0, 1, '', 0)");
        assertEquals(
                List.of(
                        new Finding.TableDiffers("access_request", "1"),
                        new Finding.TableDiffers("approval", "2 bob"),
                        new Finding.TableDiffers("approval", "2 carol"),
                        new Finding.TableDiffers("access_grant", "2"),
                        new Finding.TableDiffers("certificate", "1"),
                        new Finding.TableDiffers("recorded_session", "1"),
                        new Finding.TableDiffers("recording_read", "3")),
                findings());
        assertThrows(StoreRefusedException.Damaged.class, this::open);
    }

    @Test
    void aReviewThatOnlyATableKnowsOf() {
        try (var journal = open()) {
            append(journal, Story.reviewed(2, 1));
        }
        assertInstanceOf(Verification.Sound.class, verify());
        sql("UPDATE grant_review SET verdict = 'ok', note = '' WHERE grant_id = 2");
        sql("DELETE FROM incident");
        assertEquals(
                List.of(new Finding.TableDiffers("grant_review", "2"), new Finding.TableDiffers("incident", "1")),
                findings());
        assertEquals(2, rebuild().differed().size());
        assertInstanceOf(Verification.Sound.class, verify());
    }

    @Test
    void rebuildMakesTablesAgainFromTheLedger() {
        sql("DELETE FROM access_grant");
        sql("UPDATE recorded_session SET person = 'eve'");
        var rebuilt = rebuild();
        assertEquals(9, rebuilt.size());
        assertEquals(3, rebuilt.differed().size());
        assertInstanceOf(Verification.Sound.class, verify());
        assertEquals(List.of(), rebuild().differed());
        open().close();
    }

    @Test
    void aPolicyTextThatIsNotTheAcceptedOne() {
        sql("UPDATE policy_text SET text = 'version: 2'");
        assertInstanceOf(Finding.TableDiffers.class, findings().getFirst());
        assertThrows(StoreRefusedException.Damaged.class, this::open);
    }

    @Test
    void anEntryInsertedWhileTheBastionRuns() {
        try (var journal = open()) {
            insertGrant(9);
            assertThrows(Exception.class, () -> append(journal, List.of(Story.requestMade(3))));
            assertFalse(journal.accepting());
            assertTrue(journal.refusal().orElseThrow().contains("inserted"));
            assertEquals(2, journal.state().grants().size());
        }
    }

    @Test
    void anUnsignedCommitWhileTheBastionRuns() {
        try (var journal = open()) {
            insertGrant(9);
            sql("INSERT INTO tree_head (size, note) SELECT 12, note FROM tree_head WHERE size = 9");
            until(() -> !journal.accepting());
            assertEquals(2, journal.state().grants().size());
        }
    }

    @Test
    void anEntryRemovedWhileTheBastionRuns() {
        try (var journal = open()) {
            sql("DELETE FROM tree_head WHERE size = 9");
            until(() -> !journal.accepting());
            assertTrue(
                    journal.refusal().orElseThrow().contains("gone"),
                    journal.refusal().toString());
        }
    }

    // ---- yesterday's copy (T18)

    @Test
    void anOlderCopyIsRefusedUntilItIsAccepted() throws IOException {
        putBackTo(7);
        var refused = assertThrows(StoreRefusedException.Restored.class, this::open);
        assertTrue(refused.getMessage().contains("bastion restore --accept"), refused.getMessage());

        var restored = SqlJournal.acceptRestored(settings, clock, "carol");
        assertEquals(new Restoration(2, 0, 0, 0), restored);
        try (var journal = open()) {
            for (var grant : journal.state().grants()) {
                var ended = assertInstanceOf(
                        GrantState.Ended.class,
                        journal.state().grantState(grant.id()).orElseThrow());
                assertEquals(GrantEnd.RESTORED, ended.how());
                assertEquals(Optional.of("carol"), ended.by());
            }
        }
        assertInstanceOf(Verification.Sound.class, verify());
        assertTrue(
                leaf(9).contains("\"type\":\"ledger-restored\"") && leaf(9).contains("bastion.example/audit\\n9\\n"),
                leaf(9));
    }

    @Test
    void acceptingACopyEndsEverythingThatGivesAccess() throws IOException {
        try (var journal = open()) {
            append(journal, Story.certified(77));
            append(journal, List.of(Story.requestMade(3), Story.opened(2, 2)));
            await(journal.recordEnd(Story.revoked(1)));
        }
        putBackTo(13);
        assertEquals(new Restoration(2, 1, 1, 1), SqlJournal.acceptRestored(settings, clock, "carol"));
        try (var journal = open()) {
            assertEquals(List.of(), journal.state().openGrants());
            assertEquals(List.of(), journal.state().pendingRequests());
            assertEquals(List.of(), journal.state().openSessions());
            assertTrue(journal.state().certificate(77).orElseThrow().revoked());
        }
    }

    @Test
    void aBranchOfTheLedgerIsRefused() throws IOException {
        var copy = settings.headCopy().orElseThrow();
        var kept = Files.readString(copy);
        putBackTo(8);
        Files.delete(copy);
        try (var journal = open()) {
            append(journal, List.of(new BastionEvent.BastionStarted("other", Story.MORNING)));
            append(journal, List.of(new BastionEvent.BastionStopped(Story.MORNING)));
        }
        Files.writeString(copy, kept);
        assertThrows(StoreRefusedException.Restored.class, this::open);
    }

    @Test
    void aCopyOfTheHeadThatIsNotSignedIsRefused() throws IOException {
        var copy = settings.headCopy().orElseThrow();
        Files.writeString(copy, Files.readString(copy).replace("\n8\n", "\n5\n").replace("\n9\n", "\n6\n"));
        assertThrows(StoreRefusedException.Restored.class, this::open);
        Files.writeString(copy, "nonsense");
        assertThrows(StoreRefusedException.Restored.class, this::open);
    }

    @Test
    void aCrashBetweenCommitAndCopyIsNoRestoredCopy() throws IOException {
        var copy = settings.headCopy().orElseThrow();
        var older = Ledgers.withHandle(
                settings.database(),
                handle -> handle.createQuery("SELECT note FROM tree_head WHERE size = 8")
                        .mapTo(String.class)
                        .one());
        Files.writeString(copy, older);
        open().close();
        assertTrue(Files.readString(copy).contains("\n9\n"), "the copy is brought up to date");
    }

    // ---- helpers

    private SqlJournal open() {
        return Ledgers.open(settings, clock);
    }

    private void assertRefused() {
        assertThrows(StoreRefusedException.Damaged.class, this::open);
        assertThrows(StoreRefusedException.Damaged.class, this::rebuild);
    }

    private void assertFinds(Finding first) {
        assertEquals(first, findings().getFirst());
    }

    private List<Finding> findings() {
        return assertInstanceOf(Verification.Damaged.class, verify()).findings();
    }

    private Verification verify() {
        return new StoreVerifier(settings.database(), Ledgers.SIGNER.verifier()).verify();
    }

    private StoreRebuild.Rebuilt rebuild() {
        return new StoreRebuild(settings.database(), Ledgers.SIGNER.verifier(), settings.directory()).run();
    }

    /** Makes the database what it was at this size, tables and all, as a backup would. */
    private void putBackTo(long size) throws IOException {
        sql("DELETE FROM ledger_leaf WHERE seq >= " + size);
        sql("DELETE FROM tree_head WHERE size > " + size);
        rebuild();
    }

    /** What somebody would insert who wants a grant: with leaves, hashes and rows, all but the signature. */
    private void insertGrant(long seq) {
        Ledgers.withHandle(settings.database(), handle -> {
            long next = seq;
            for (var event : Story.granted(3)) {
                var content = EventCodec.encode(next, event);
                handle.execute(
                        "INSERT INTO ledger_leaf (seq, content, hash) VALUES (?, ?, ?)",
                        next,
                        content,
                        TreeHash.ofLeaf(content).bytes());
                new ShadowTables(handle, "").apply(next++, event);
            }
            return null;
        });
    }

    private void replaceContent(long seq, String old, String with, boolean hashToo) {
        var content = leaf(seq).replace(old, with).getBytes(StandardCharsets.UTF_8);
        Ledgers.withHandle(settings.database(), handle -> {
            handle.execute("UPDATE ledger_leaf SET content = ? WHERE seq = ?", content, seq);
            return hashToo
                    ? handle.execute(
                            "UPDATE ledger_leaf SET hash = ? WHERE seq = ?",
                            TreeHash.ofLeaf(content).bytes(),
                            seq)
                    : 0;
        });
    }

    private String leaf(long seq) {
        return Ledgers.withHandle(
                settings.database(),
                handle -> handle.createQuery("SELECT content FROM ledger_leaf WHERE seq = ?")
                        .bind(0, seq)
                        .map((row, context) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                        .one());
    }

    private MerkleTree tree() {
        return Ledgers.withHandle(settings.database(), handle -> {
            var tree = MerkleTree.empty();
            for (var hash : handle.createQuery("SELECT hash FROM ledger_leaf ORDER BY seq")
                    .map((row, context) -> TreeHash.of(row.getBytes(1)))
                    .list()) {
                tree = tree.append(hash);
            }
            return tree;
        });
    }

    private void sql(String statement) {
        Ledgers.withHandle(settings.database(), handle -> handle.execute(statement));
    }
}
