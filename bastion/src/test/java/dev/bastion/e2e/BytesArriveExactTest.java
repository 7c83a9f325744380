package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred megabytes each way; with a new key every megabyte on all three legs, too. */
@NeedsDemo
class BytesArriveExactTest {
    private static final String UP = """
            set -e -o pipefail
            head -c "$3" /dev/urandom >"$4/sent"
            ssh -F "$1" -o RekeyLimit="$5" -J bastion "$2" 'cat >received; sha256sum <received' <"$4/sent"
            sha256sum <"$4/sent"
            """;
    private static final String DOWN = """
            set -e -o pipefail
            ssh -F "$1" -o RekeyLimit="$5" -J bastion "$2" 'head -c '"$3"' /dev/urandom | tee sent' | sha256sum
            ssh -F "$1" -J bastion "$2" 'sha256sum <sent; rm sent'
            """;
    private static final String HUNDRED_MEGABYTES = "100000000";
    private static DemoWorld world;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
    }

    @Test
    void upward(@TempDir Path scratch) {
        assertSameDigests(DemoWorld.script(
                UP,
                world.profile("alice").toString(),
                "postgres@prod-db-1",
                HUNDRED_MEGABYTES,
                scratch.toString(),
                "default none"));
    }

    @Test
    void downward(@TempDir Path scratch) {
        assertSameDigests(DemoWorld.script(
                DOWN,
                world.profile("alice").toString(),
                "postgres@prod-db-1",
                HUNDRED_MEGABYTES,
                scratch.toString(),
                "default none"));
    }

    @Test
    void whileEveryLegChangesItsKeys(@TempDir Path scratch) {
        world.addHost("prod-rekey-1", "RekeyLimit 1M");
        world.grant("prod-rekey-1", "postgres", "45m");
        String profile = world.profileWith("RekeyLimit 1M").toString();
        for (String way : new String[] {UP, DOWN}) {
            assertSameDigests(
                    DemoWorld.script(way, profile, "postgres@prod-rekey-1", "30000000", scratch.toString(), "1M"));
        }
    }

    private static void assertSameDigests(Command command) {
        String[] digests = command.run().done().out().split("\n", 0);
        assertEquals(2, digests.length);
        assertEquals(digests[0], digests[1]);
    }
}
