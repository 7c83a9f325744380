package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsDemo
class SecretsAreMaskedBeforeAnybodySeesThemTest {
    private static final String HOST = "postgres@prod-db-1";
    private static final String CARD = "4111111111111111";
    private static final String STARS = "411111******1111";
    private static final String PROMPT = "postgres@prod-db-1:[^\n]*\\$ ";
    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void byThePersonTheRecordingAndTheReview() throws IOException {
        try (OwnBastion bastion = start()) {
            String grant = bastion.grant("prod-db-1", "postgres", "45m");
            // Put together on the host, so that the number is printed and nowhere typed.
            String print = "a=41111111; echo card: ${a}11111111";
            Ran ran = bastion.ssh("alice", "-tt", "-J", "bastion", HOST, print).run();
            assertEquals(0, ran.status(), ran::toString);
            assertTrue(ran.out().contains("card: " + STARS + "\r\n"), ran::toString);
            assertFalse(ran.out().contains(CARD), ran::toString);
            Ran raw = bastion.ssh("alice", "-J", "bastion", HOST, print).run();
            assertEquals("card: " + CARD + "\n", raw.out(), "a stream without a terminal stays as it is");

            bastion.bastion("alice", "release", grant).done();
            world.until(
                    () -> bastion.bastion("bob", "reviews").out().contains(grant + " "),
                    grant + " waits for its review");
            Ran reviews = bastion.bastion("bob", "reviews");
            assertTrue(reviews.out().contains("2 commands, 1 card number masked"), reviews::toString);
            String session =
                    OwnBastion.id("s", bastion.bastion("bob", "recordings").out());
            Ran recordings = bastion.bastion("bob", "recordings", "--json");
            assertTrue(recordings.out().contains("\"masked\":{\"pan\":1}"), recordings::toString);
            String cast = bastion.bastion("bob", "export", session, "--format", "v2")
                    .done()
                    .out();
            assertTrue(cast.contains("card: " + STARS), cast);
            assertFalse(cast.contains(CARD), cast);
        }
    }

    @Test
    void whatIsTypedReachesTheHostAsItIs() throws IOException {
        try (OwnBastion bastion = start()) {
            bastion.grant("prod-db-1", "postgres", "45m");
            try (Keyboard shell = world.keyboard(bastion.ssh("alice", "-J", "bastion", HOST))) {
                shell.expect(PROMPT);
                shell.type("echo " + CARD + " | md5sum\r");
                shell.expect(md5(CARD + "\n") + "  -");
                shell.type("exit\r");
                assertEquals(0, shell.end().status());
            }
        }
    }

    private static String md5(String text) {
        return Command.of(List.of("md5sum")).reading(text).run().done().out().substring(0, 32);
    }

    private OwnBastion start() throws IOException {
        return OwnBastion.in(
                directory,
                world,
                text -> text.replace("    lapse: 1h\n", "    lapse: 1h\n    masks: [pan, password]\n"));
    }
}
