package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A tunnel that stood while the grant was live, and a client in it that speaks only when the grant is over. */
@NeedsDemo
class TheEndOfAGrantEndsAKeyExchangeTest {
    @Test
    void whatIsSaidInItComesTooLate(DemoWorld world) {
        world.grant("prod-web-1", "deploy", "20s");
        Ran ran = DemoWorld.script(
                        "exec ssh -F \"$1\" -o ProxyJump=none"
                                + " -o ProxyCommand=\"sh -c '(sleep 22; cat) | ssh -F $1 -W %h:%p bastion'\" \"$2\" hostname",
                        world.profile("alice").toString(), "deploy@prod-web-1")
                .run();
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("request prod-web-1"), ran::err);
    }
}
