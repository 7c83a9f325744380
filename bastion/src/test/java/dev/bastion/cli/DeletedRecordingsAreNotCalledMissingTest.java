package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.RetentionEvent;
import dev.bastion.policy.ReviewEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Verdict;
import dev.bastion.store.SqlJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletedRecordingsAreNotCalledMissingTest {
    private static final Clock CLOCK = Clock.fixed(Run.NOW, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void replayOfAFileSaysUnderWhichClassAndWhenItWent() throws Exception {
        assertEquals(0, Run.in(directory, "init", "--demo").status());
        ConfigReading reading = ConfigReader.read(directory.resolve("bastion.yaml"), Map.of());
        ConfigReading.Accepted accepted = assertInstanceOf(ConfigReading.Accepted.class, reading, reading::toString);
        AccessPolicy policy = TestPolicies.policy(TestPolicies.HOUSE);
        AccessDesk desk = new AccessDesk(
                () -> policy, new GrantTokenSigner(TestHouse.ed25519().getPrivate(), "bastion", CLOCK), CLOCK);
        try (SqlJournal journal = SqlJournal.open(Ledgers.settings(accepted.config()), CLOCK)) {
            done(journal.submit(desk.request(
                    "alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(45)), Proofs.NONE)));
            done(journal.submit(desk.approve("bob", 1)));
            done(journal.append(List.of(
                    new SessionEvent.SessionOpened(
                            1, 1, "alice", "prod-db-1", "postgres", "192.0.2.1:50000", SessionForm.JUMP, Run.NOW),
                    new SessionEvent.SessionEnded(1, "client-left", "ab", 0, 0, false, Run.NOW))));
            done(journal.submit(desk.release("alice", 1)));
            done(journal.append(List.of(
                    new ReviewEvent.ReviewDue(1, Run.NOW.plusSeconds(60), Set.of(), Run.NOW),
                    new ReviewEvent.GrantReviewed(1, "bob", Verdict.OK, "as asked", Run.NOW),
                    new RetentionEvent.RecordingDeleted(1, "pci", "ab", List.of(), Run.NOW))));
        }
        Run deleted = Run.in(directory, "replay", "data/recordings/2026/11/20/s-1/terminal-0.cast");
        assertEquals(1, deleted.status(), deleted::toString);
        assertTrue(
                deleted.err()
                        .startsWith("bastion: the recording of s-1 was deleted under retention at 2026-11-20T14:00:00Z,"
                                + " class 'pci'\nhint: "),
                deleted::err);
        Run missing = Run.in(directory, "replay", "data/recordings/2026/11/20/s-2/terminal-0.cast");
        assertFalse(missing.err().contains("deleted"), missing::toString);
    }

    private static void done(CompletionStage<?> written) throws Exception {
        written.toCompletableFuture().get();
    }
}
