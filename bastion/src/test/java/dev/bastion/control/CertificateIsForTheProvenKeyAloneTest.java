package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.Proofs;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** THREATS T3: no command takes a public key, and person, key and grant are looked at again before anything is printed. */
class CertificateIsForTheProvenKeyAloneTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
        world.grant();
    }

    @Test
    void takesNoPublicKey() {
        Channel cert =
                world.ssh("alice", "cert " + world.keys.get("mallory").sshKey().line());
        assertEquals(2, cert.status);
        assertEquals("", cert.printed());
    }

    @Test
    void givesNoneWhereNoKeyWasProved() {
        Caller caller = new Caller(
                world.policies.current().person("alice").orElseThrow(),
                Optional.empty(),
                false,
                new InetSocketAddress("192.0.2.1", 50_000),
                Proofs.NONE);
        Channel channel = new Channel();
        assertEquals(1, world.commands.run(caller, "cert", channel));
        assertEquals("", channel.printed());
    }

    @Test
    void givesNoneForKeyThatWasTakenAway() {
        Caller before = world.caller("alice");
        String alices = world.keys.get("alice").sshKey().line();
        world.policies.replace(World.policy(world.text().replace(alices, world.otherKey)));
        Channel channel = new Channel();
        assertEquals(1, world.commands.run(before, "cert", channel));
        assertEquals("", channel.printed());
        assertTrue(world.journal.events().stream().noneMatch(CertificateEvent.CertificateSigning.class::isInstance));
    }

    @Test
    void printsNothingWhenTheGrantIsRevokedWhileItIsMade() {
        world.journal.onCommitted(events -> {
            if (events.stream().anyMatch(CertificateEvent.CertificateSigning.class::isInstance)) {
                world.ssh("carol", "revoke g-1 --reason over");
            }
        });
        Channel cert = world.ssh("alice", "cert");
        assertEquals(1, cert.status);
        assertEquals("", cert.printed());
        assertTrue(world.journal.events().stream().noneMatch(CertificateEvent.CertificateSigned.class::isInstance));
    }
}
