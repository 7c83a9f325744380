package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsDemo
class CommandsEndAsOnTheHostItselfTest {
    private static final String HOST = "postgres@prod-db-1";
    private static DemoWorld world;

    @BeforeAll
    static void grant(DemoWorld demo) {
        world = demo;
        world.grant("prod-db-1", "postgres", "45m");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 254, 255})
    void exitStatusIsTheCommands(int status) {
        assertEquals(status, world.jump(HOST, "exit " + status).run().status());
    }

    @Test
    void deathBySignalIsNoExitStatus() {
        Ran ran = world.jump(HOST, "echo before; kill -TERM $$; echo after").run();
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("before\n", ran.out());
    }

    @Test
    void streamsStayApartAndNothingIsAdded() {
        Ran ran = world.jump(HOST, "echo out; echo err >&2; exit 3").run();
        assertEquals("out\n", ran.out());
        assertEquals("err\n", ran.err());
        assertEquals(3, ran.status());
    }

    @Test
    void standardInputEndsWhenItEnds() {
        assertEquals(
                "2\n",
                world.jump(HOST, "wc -l").reading("one\ntwo\n").run().done().out());
        assertEquals("0\n", world.jump(HOST, "wc -c").run().done().out());
    }

    @Test
    void outputGoesOnAfterInputHasEnded() {
        Ran ran =
                world.jump(HOST, "cat; sleep 0.5; echo after").reading("word\n").run();
        assertEquals("word\nafter\n", ran.done().out());
    }

    @Test
    void aReaderThatLeavesEndsTheWriter() {
        String profile = world.profile("alice").toString();
        Ran ran = DemoWorld.script("timeout 20 ssh -F \"$1\" -J bastion \"$2\" yes | head -n 3", profile, HOST)
                .run();
        assertEquals("y\ny\ny\n", ran.done().out());
        world.until(
                () -> world.jump(HOST, "pgrep -x yes").run().status() == 1, "the command on the host has ended, too");
    }

    @Test
    void theDirectFormIsTheSame() {
        Ran ran = world.ssh("alice", HOST + "@bastion", "hostname; exit 4").run();
        assertEquals("prod-db-1\n", ran.out());
        assertEquals(4, ran.status());
    }
}
