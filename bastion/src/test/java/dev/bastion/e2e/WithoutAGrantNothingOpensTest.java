package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsDemo
class WithoutAGrantNothingOpensTest {
    private static DemoWorld world;

    @BeforeAll
    static void grantForOneHostAndLogin(DemoWorld demo) {
        world = demo;
        world.addHost("prod-closed-1");
        world.grant("prod-db-1", "postgres", "45m");
    }

    @Test
    void aHostOutsideTheGrantSaysWhatToAskFor() {
        Ran ran = world.jump("postgres@prod-closed-1", "hostname").run();
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("request prod-closed-1"), ran::err);
    }

    @Test
    void aLoginOutsideTheGrantIsRefused() {
        Ran ran = world.jump("root@prod-db-1", "hostname").run();
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("", ran.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-host",
                "127.0.0.1",
                "2130706433",
                "localhost",
                "bastion",
                "prod-db-1:23",
                "pr\u043ed-db-1"
            })
    void whatIsNoTargetIsRefusedWithOneSentence(String name) {
        String[] parts = name.split(":", 2);
        Ran ran = world.ssh(
                        "alice",
                        "-o",
                        "ProxyCommand=ssh -F " + world.profile("alice") + " -W '[" + parts[0] + "]:"
                                + (parts.length > 1 ? parts[1] : "22") + "' bastion",
                        "postgres@prod-db-1",
                        "hostname")
                .run();
        assertEquals(255, ran.status(), ran::toString);
        assertEquals("", ran.out());
        String sentence = ran.err()
                .lines()
                .filter(line -> line.contains("open failed"))
                .findFirst()
                .orElse("");
        assertTrue(sentence.endsWith("that you may ask for"), ran::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROD-DB-1", "prod-db-1.", "db1", "DB1."})
    void otherSpellingsOfATargetAreThatTarget(String name) {
        // The client checks the face's certificate against the name it was told to expect, so it is told the same.
        Ran ran = world.ssh(
                        "alice",
                        "-J",
                        "bastion",
                        "-o",
                        "HostKeyAlias=" + spelling(name),
                        "postgres@" + name,
                        "hostname")
                .run();
        assertEquals("prod-db-1\n", ran.out(), ran::toString);
    }

    private static String spelling(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    @Test
    void bobApprovesAndDoesNotEnter() {
        Ran ran = world.ssh("bob", "-J", "bastion", "postgres@prod-db-1", "hostname")
                .run();
        assertEquals(255, ran.status(), ran::toString);
    }

    @Test
    void forwardsAreRefusedOnTheHost() {
        Ran ran = world.ssh(
                        "alice",
                        "-J",
                        "bastion",
                        "-o",
                        "ExitOnForwardFailure=yes",
                        "-R",
                        "0:127.0.0.1:1",
                        "postgres@prod-db-1",
                        "hostname")
                .run();
        assertNotEquals(0, ran.status(), ran::toString);
        assertEquals("", ran.out());
    }
}
