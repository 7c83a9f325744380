package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of a shell, then a start. */
@NeedsDemo
class KilledBastionLosesNothingAcknowledgedTest {
    private static final String HOST = "postgres@prod-db-1";

    @TempDir
    static Path directory;

    private static DemoWorld world;
    private static OwnBastion bastion;
    private static String grant;
    private static String pending;
    private static String serial;
    private static Instant killed;
    private static List<Long> printed;

    @BeforeAll
    static void killAndStartAgain(DemoWorld demo) throws IOException {
        world = demo;
        bastion = OwnBastion.in(directory, world);
        grant = bastion.grant("prod-db-1", "postgres", "45m");
        pending = OwnBastion.id(
                "r",
                bastion.bastion("alice", "request", "prod-web-1", "--login", "deploy", "--reason", "waits")
                        .done()
                        .out());
        serial = serial();
        try (Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", HOST))) {
            shell.expect("postgres@prod-db-1:[^\n]*\\$ ");
            shell.type("echo written-$((40+2)); while :; do echo at-$(date +%s%N)-end; sleep 0.02; done\r");
            shell.expect("written-42\r\n");
            Instant enough = Instant.now().plusMillis(2500);
            while (Instant.now().isBefore(enough)) {
                shell.expect("at-[0-9]+-end\r\n");
            }
            killed = Instant.now();
            bastion.kill();
            assertEquals(255, shell.end().status());
            printed = moments(shell.screen());
        }
        bastion.serve();
    }

    @AfterAll
    static void stop() {
        bastion.close();
    }

    @Test
    void theGrantOpensWhatItOpened() {
        assertTrue(bastion.bastion("alice", "grants").done().out().contains(grant));
        Ran ran = bastion.ssh("alice", "-J", "bastion", HOST, "hostname").run();
        assertEquals("prod-db-1\n", ran.done().out());
    }

    @Test
    void theRequestStillWaits() {
        assertTrue(bastion.bastion("bob", "requests", "--pending").done().out().contains(pending));
    }

    @Test
    void noSerialComesTwice() throws IOException {
        Files.writeString(
                directory.resolve("alice-cert.pub"),
                bastion.bastion("alice", "cert").done().out());
        assertNotEquals(serial, serial());
    }

    @Test
    void theBrokenSessionIsMarkedSo() {
        String listed = bastion.bastion("bob", "recordings").done().out();
        assertTrue(listed.contains("broken"), listed);
    }

    @Test
    void itsRecordingReadsToWithinASecond() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data/recordings"))) {
            Path cast = files.filter(file -> file.toString().endsWith(".cast"))
                    .min(Path::compareTo)
                    .orElseThrow();
            Command.of(List.of(world.launcher().toString(), "repair", cast.toString()))
                    .run()
                    .done();
            // Version 2 wants a terminal even for this.
            Ran ran = DemoWorld.script("exec script -qec \"asciinema cat '$1'\" /dev/null", cast.toString())
                    .run();
            assertTrue(ran.done().out().contains("written-42"), ran::toString);
            long second = TimeUnit.SECONDS.toNanos(1);
            long latest = TimeUnit.MILLISECONDS.toNanos(killed.toEpochMilli()) - second;
            List<Long> due = printed.stream().filter(moment -> moment < latest).toList();
            assertTrue(due.size() > 20, () -> "only " + due.size() + " lines were printed a second before the end");
            List<Long> recorded = moments(ran.out());
            assertEquals(due, recorded.subList(0, Math.min(due.size(), recorded.size())));
        }
    }

    /** When the lines of a screen were printed, by the host's clock, which is this machine's; in nanoseconds. */
    private static List<Long> moments(String screen) {
        return Pattern.compile("(?m)^at-(\\d+)-end\r?$")
                .matcher(screen)
                .results()
                .map(line -> Long.valueOf(line.group(1)))
                .toList();
    }

    @Test
    void theLedgerIsWhole() {
        bastion.executable("verify").done();
    }

    private static String serial() {
        Ran listed = Command.of(List.of(
                        "ssh-keygen",
                        "-L",
                        "-f",
                        directory.resolve("alice-cert.pub").toString()))
                .run();
        Matcher matcher =
                Pattern.compile("Serial: (\\d+)").matcher(listed.done().out());
        assertTrue(matcher.find(), listed::toString);
        return matcher.group(1);
    }
}
