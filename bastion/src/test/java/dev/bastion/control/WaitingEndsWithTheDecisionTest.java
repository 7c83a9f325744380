package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code request --wait} is woken by what happens; it polls nothing (THREATS T3). */
class WaitingEndsWithTheDecisionTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
    }

    private Channel waiting(Thread[] thread) throws InterruptedException {
        Channel channel = new Channel();
        thread[0] = Thread.ofVirtual()
                .start(() -> channel.status = world.commands.run(
                        world.caller("alice"),
                        "request prod-db-1 --login postgres --for 45m --wait --reason disk is full",
                        channel));
        channel.awaitTold("waiting until it is decided");
        return channel;
    }

    @Test
    void printsCertificateWhenApproved() throws Exception {
        Thread[] thread = new Thread[1];
        Channel channel = waiting(thread);
        assertEquals("", channel.printed());
        world.ssh("bob", "approve r-1");
        thread[0].join();
        assertEquals(0, channel.status, channel::told);
        assertTrue(channel.printed().startsWith("ssh-ed25519-cert-v01@openssh.com "), channel::printed);
        assertEquals(1, channel.printed().lines().count());
    }

    @Test
    void tellsWhyItWasDenied() throws Exception {
        Thread[] thread = new Thread[1];
        Channel channel = waiting(thread);
        world.ssh("bob", "deny r-1 --reason ask the owner");
        thread[0].join();
        assertEquals(1, channel.status);
        assertTrue(channel.told().contains("r-1 was denied by bob: ask the owner"), channel::told);
        assertEquals("", channel.printed());
    }

    @Test
    void endsWhenNobodyAnswersInTime() throws Exception {
        Thread[] thread = new Thread[1];
        Channel channel = waiting(thread);
        world.clock.advance(Duration.ofHours(2));
        world.policies.replace(world.policies.current());
        thread[0].join();
        assertEquals(4, channel.status);
        assertTrue(channel.told().contains("r-1 lapsed"), channel::told);
    }

    @Test
    void endsWhenTheKeyIsTakenAway() throws Exception {
        Thread[] thread = new Thread[1];
        Channel channel = waiting(thread);
        String text = world.text();
        String alices = world.keys.get("alice").sshKey().line();
        world.policies.replace(World.policy(text.replace(alices, world.otherKey)));
        thread[0].join();
        assertEquals(1, channel.status);
        assertTrue(channel.told().contains("is no longer one of yours"), channel::told);
        world.ssh("bob", "approve r-1");
        assertEquals("", channel.printed());
    }

    @Test
    void endsWhenThePersonIsTakenAway() throws Exception {
        Thread[] thread = new Thread[1];
        Channel channel = waiting(thread);
        world.policies.replace(World.policy(
                world.text().lines().filter(line -> !line.contains("alice:")).reduce("", (a, b) -> a + b + "\n")));
        thread[0].join();
        assertEquals(1, channel.status);
        assertTrue(channel.told().contains("no longer in the access policy"), channel::told);
    }

    @Test
    void endsWhenTheClientLeaves() throws Exception {
        Thread[] thread = new Thread[1];
        Channel channel = waiting(thread);
        channel.close();
        thread[0].join();
        assertEquals(4, channel.status);
        assertEquals("", channel.printed());
        assertTrue(world.ssh("bob", "requests --pending").printed().contains("r-1"));
    }
}
