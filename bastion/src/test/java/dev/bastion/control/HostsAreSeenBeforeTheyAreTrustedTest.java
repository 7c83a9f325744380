package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.enrol.ShownKey;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.TargetEvent.TargetCheckBegun;
import dev.bastion.policy.TargetEvent.TargetChecked;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsAreSeenBeforeTheyAreTrustedTest {
    private static final SshPublicKey OTHER =
            Ed25519Pair.generate(new SecureRandom()).sshKey();

    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void build() {
        world = new World(recordings);
    }

    @Test
    void scanSaysWhatIsPinned() {
        shows(pinned());
        Channel scan = world.ssh("carol", "target scan DB1.");
        assertEquals(0, scan.status, scan::told);
        assertEquals("""
                targets:
                  "prod-db-1":
                    address: "198.51.100.5:22"
                    host-key: ["%s"]
                """.formatted(pinned().line()), scan.printed());
        assertTrue(scan.told().contains(pinned().fingerprint() + ", pinned in access.yaml"), scan::told);
        assertEquals(List.of("198.51.100.5:22"), world.hosts.places);
    }

    @Test
    void scanIsLoudWhereThePinnedKeyIsAnother() {
        shows(OTHER);
        Channel scan = world.ssh("carol", "target scan prod-db-1");
        assertEquals(1, scan.status);
        assertEquals("", scan.printed(), "no line that could be pasted");
        assertTrue(scan.told().contains("another ssh-ed25519 key, " + OTHER.fingerprint()), scan::told);
    }

    @Test
    void scanTakesNoKeyOfTheBastionForAHosts() {
        shows(pinned());
        world.hosts.ownKeys.add(HostsOfTest.base64(pinned()));
        Channel scan = world.ssh("carol", "target scan prod-db-1");
        assertEquals(1, scan.status);
        assertEquals("", scan.printed());
        assertTrue(scan.told().contains("a key of this bastion"), scan::told);
    }

    @Test
    void lookNowhereElse() {
        Channel scan = world.ssh("carol", "target scan 192.0.2.7:22");
        assertEquals(3, scan.status);
        assertEquals(List.of(), world.hosts.places);
    }

    @Test
    void checkIsInTheLedgerBeforeItsCertificate() {
        List<AccessEvent> events = new ArrayList<>();
        world.journal.onCommitted(events::addAll);
        world.hosts.refusedLogins.add("deploy");

        Channel check = world.ssh("carol", "target check prod-db-1");

        assertEquals(1, check.status);
        assertTrue(check.printed().contains("lets the bastion in"), check::printed);
        assertTrue(check.printed().contains("did not accept the login \"deploy\""), check::printed);
        assertEquals(
                List.of(
                        new TargetCheckBegun("prod-db-1", "postgres", "carol", World.BEGIN),
                        new TargetChecked("prod-db-1", "postgres", "carol", "", World.BEGIN),
                        new TargetCheckBegun("prod-db-1", "deploy", "carol", World.BEGIN),
                        new TargetChecked(
                                "prod-db-1",
                                "deploy",
                                "carol",
                                "prod-db-1 did not accept the login \"deploy\"",
                                World.BEGIN)),
                events);
        assertTrue(world.hosts.used.getFirst().certificate().extensions().isEmpty(), "it permits nothing");
        assertEquals(
                List.of("postgres"), world.hosts.used.getFirst().certificate().principals());
    }

    @Test
    void enrolPrintsTheScriptAlone() {
        Channel enrol = world.ssh("carol", "enrol db1 --authorized-keys-none --confirm-within 1m");
        assertEquals(0, enrol.status, enrol::told);
        assertTrue(enrol.printed().startsWith("#!/bin/sh\n"), enrol::printed);
        assertTrue(
                enrol.printed()
                        .contains("authorities='" + world.target.publicKey().line() + "'\n"),
                enrol::printed);
        assertTrue(enrol.printed().contains("confirm_within='60'\n"));
        assertFalse(world.ssh("carol", "enrol db1 --confirm-within 2d").status == 0);
    }

    private SshPublicKey pinned() {
        return world.keys.get("prod-db-1").sshKey();
    }

    private void shows(SshPublicKey key) {
        world.hosts.shown.add(new ShownKey(key, Optional.empty()));
    }
}
