package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The same pages as {@code bastion report} prints on the server, beside a bastion that serves. */
@NeedsDemo
class AuditorsReadReportsOverSshTest {
    @Test
    void whereTheyHaveTheDuty(DemoWorld world) {
        world.grant("prod-db-1", "postgres", "45m");
        assertTrue(world.bastion("carol", "report", "frameworks").done().out().startsWith("Frameworks"));
        Ran pci = world.bastion("carol", "report", "pci", "--format", "html").done();
        assertTrue(pci.out().startsWith("<!doctype html>"), pci::toString);
        assertEquals("", pci.err());
        assertTrue(world.bastion("bob", "report", "access", "--format", "csv")
                .done()
                .out()
                .contains("\"alice\",\"postgres\",\"prod-db-1\""));
        assertEquals(1, world.bastion("alice", "report", "access").status());
        assertEquals(1, world.bastion("bob", "report", "people").status());
    }
}
