package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A target is shown the certificate with its signature at once; what it says to that is the end of it. */
class OnwardLoginIsOneRequestTest extends OneHouse {
    @Test
    void whereItIsAccepted() throws Exception {
        running(channel(), "id");
        assertEquals(1, database.logins());
    }

    @Test
    void whereItIsRefused() throws Exception {
        database.refuseLogins();
        String said = alice().awaitEnd();
        assertTrue(said.endsWith("prod-db-1 did not accept the login \"postgres\"; tell an administrator"), said);
        assertEquals(1, database.logins());
    }
}
