package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.recorder.ledger.Verification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of appending, several times over: what was acknowledged is there, and all of it is sound. */
class KillLosesNoAcknowledgedEventTest {

    private static final int KILLS = 3;
    private static final int BEFORE_A_KILL = 150;

    @TempDir
    Path directory;

    private final KeyPair pair = Ledgers.pair();

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        var acknowledged = new TreeSet<Long>();
        for (int i = 0; i < KILLS; i++) {
            appendAndKill(acknowledged);
            var signer = Ledgers.signer(pair);
            var settings = AppendingChild.settings(directory, signer);
            assertInstanceOf(
                    Verification.Sound.class, new StoreVerifier(settings.database(), signer.verifier()).verify());
            try (var journal = SqlJournal.open(settings, Clock.systemUTC())) {
                acknowledged.forEach(
                        id -> assertTrue(journal.state().request(id).isPresent(), "request " + id));
                long size = journal.state().requests().size();
                assertEquals(size + 1, journal.state().nextRequestId(), "no number is missing and none is there twice");
            }
        }
    }

    @Test
    void nobodyElseWritesWhileAProcessDoesAndAKilledOneLeavesNoLock() throws Exception {
        var settings = AppendingChild.settings(directory, Ledgers.signer(pair));
        var rebuild = new StoreRebuild(settings.database(), settings.treeHead().verifier(), settings.directory());
        appendAndKill(new TreeSet<>(), () -> {
            assertThrows(StoreRefusedException.InUse.class, () -> SqlJournal.open(settings, Clock.systemUTC()));
            assertThrows(
                    StoreRefusedException.InUse.class,
                    () -> SqlJournal.acceptRestored(settings, Clock.systemUTC(), "carol"));
            assertThrows(StoreRefusedException.InUse.class, rebuild::run);
            assertTrue(StoreLock.isHeld(settings.directory()));
        });
        assertFalse(StoreLock.isHeld(settings.directory()));
        rebuild.run();
        SqlJournal.open(settings, Clock.systemUTC()).close();
    }

    private void appendAndKill(Set<Long> acknowledged) throws IOException, InterruptedException {
        appendAndKill(acknowledged, () -> {});
    }

    private void appendAndKill(Set<Long> acknowledged, Runnable beforeTheKill)
            throws IOException, InterruptedException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingChild.class.getName(),
                        directory.toString(),
                        HexFormat.of().formatHex(pair.getPrivate().getEncoded()),
                        HexFormat.of().formatHex(pair.getPublic().getEncoded()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int lines = 0; lines < BEFORE_A_KILL; ) {
                var line = said.readLine();
                assertTrue(line != null, "the child ended by itself");
                lines += number(line, acknowledged) ? 1 : 0;
            }
            beforeTheKill.run();
            // By its handle: the process's own method would close the stream as well.
            child.toHandle().destroyForcibly();
            // What it said before the kill and we had not read yet was acknowledged as well.
            said.lines().forEach(line -> number(line, acknowledged));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Logging may share the output; only a whole number is an acknowledgement. */
    private static boolean number(String line, Set<Long> acknowledged) {
        return line.matches("[0-9]+") && acknowledged.add(Long.valueOf(line));
    }
}
