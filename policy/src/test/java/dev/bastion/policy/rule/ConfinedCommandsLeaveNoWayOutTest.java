package dev.bastion.policy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedCommandsLeaveNoWayOutTest {

    private final Confines logs = new Confines(
            Stream.of("journalctl *", "tail -n * /var/log/*", "uptime")
                    .map(CommandPattern::new)
                    .toList(),
            List.of(),
            List.of(),
            List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journalctl",
                "journalctl -u nginx --since yesterday",
                "journalctl --since '2026-11-20 12:00:00'",
                "journalctl \"_SYSTEMD_UNIT=nginx.service\"",
                "tail -n 100 /var/log/syslog",
                "  uptime  ",
            })
    void allowsWhatThePatternsSay(String line) {
        assertTrue(logs.allowsCommand(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "journalctl; id",
                "journalctl && id",
                "journalctl | sh",
                "journalctl > /etc/passwd",
                "journalctl $(id)",
                "journalctl `id`",
                "journalctl \"$(id)\"",
                "journalctl \"`id`\"",
                "journalctl \"\\\"",
                "journalctl 'a\nid'",
                "journalctl\nid",
                "journalctl &",
                "journalctl 'open",
                "journalctl ~root",
                "journalctl /var/*",
                "journalctl {a,b}",
                "journalctl #a",
                "journalctl \u00a0id",
                "uptime now",
                "LD_PRELOAD=/tmp/a.so journalctl",
                "/tmp/journalctl",
                "tail -n 5 /var/log/../../etc/shadow",
                "tail -n 5 /var/log/a/b",
                "tail -n 5 /var/log/a /etc/shadow",
                "tail -n /var/log/a",
                "tail -f -n 5 /var/log/a",
                "sh -c uptime",
            })
    void allowsNothingElse(String line) {
        assertFalse(logs.allowsCommand(line));
    }

    @Test
    void allowsEverythingWhereNothingIsConfined() {
        assertTrue(Confines.NONE.allowsCommand("rm -rf $HOME; id"));
        assertTrue(Confines.NONE.allowsWriting("/etc/passwd"));
    }

    @Test
    void splitsAsAShellWould() {
        assertEquals(
                Optional.of(List.of("grep", "a b", "", "x;y", "/tmp/a=b")),
                CommandWords.of("grep 'a b' '' x';'y \"/tmp/a=b\""));
        assertEquals(Optional.of(List.of()), CommandWords.of(" \t "));
        assertEquals(Optional.empty(), CommandWords.of("a".repeat(64 * 1024 + 1)));
    }

    @Test
    void refusesPatternsThatLeaveTheProgramOpen() {
        assertThrows(IllegalArgumentException.class, () -> new CommandPattern("* -n 5"));
        assertThrows(IllegalArgumentException.class, () -> new CommandPattern("/usr/bin/?d"));
        assertThrows(IllegalArgumentException.class, () -> new CommandPattern("  "));
    }

    @Test
    void keepsPathsWithinTheirGlobs() {
        Confines paths =
                new Confines(List.of(), List.of(new Glob("/var/log/**")), List.of(new Glob("/tmp/up-?.*")), List.of());

        assertTrue(paths.allowsReading("/var/log/nginx/access.log"));
        assertFalse(paths.allowsReading("/var/log"));
        assertFalse(paths.allowsReading("/var/log/../../etc/shadow"));
        assertFalse(paths.allowsReading("/var/log/.."));
        assertFalse(paths.allowsReading("/var/logs/a"));
        assertTrue(paths.allowsReading("/var/log/a..b"));
        assertTrue(paths.allowsWriting("/tmp/up-1.tar"));
        assertFalse(paths.allowsWriting("/tmp/up-1.d/tar"));
        assertFalse(paths.allowsWriting("/tmp/up-12.tar"));
    }
}
