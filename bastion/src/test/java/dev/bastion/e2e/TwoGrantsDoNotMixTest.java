package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tunnel runs under one grant, the one that ends last; the permits of another do not add to it. */
@NeedsDemo
class TwoGrantsDoNotMixTest {
    private static final String HOST = "postgres@prod-two-1";
    private static DemoWorld world;

    @BeforeAll
    static void addAHost(DemoWorld demo) {
        world = demo;
        world.addHost("prod-two-1");
    }

    @Test
    void permitsAreThoseOfTheGrantThatEndsLast() {
        String commands = world.grant("prod-two-1", "postgres", "50m", "--permit", "exec");
        world.grant("prod-two-1", "postgres", "10m", "--permit", "sftp-read");

        Ran command = world.jump(HOST, "hostname").run();
        assertEquals("prod-two-1\n", command.out(), command::toString);
        Ran listing = list();
        assertNotEquals(0, listing.status(), listing::toString);

        world.bastion("alice", "release", commands).done();
        assertEquals(0, list().status());
        Ran refused = world.jump(HOST, "hostname").run();
        assertNotEquals(0, refused.status(), refused::toString);
        assertEquals("", refused.out());

        Ran put = world.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading("put /etc/hostname x\n")
                .run();
        assertNotEquals(0, put.status(), "reading alone was granted");
        assertTrue(world.jump(HOST).run().status() != 0, "no shell was granted");
    }

    private static Ran list() {
        return world.tool("sftp", "alice", "-b", "-", "-J", "bastion", HOST)
                .reading("ls\n")
                .run();
    }
}
