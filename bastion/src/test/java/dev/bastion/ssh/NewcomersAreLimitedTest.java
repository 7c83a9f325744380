package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class NewcomersAreLimitedTest {
    private final Newcomers newcomers = new Newcomers();

    @Test
    void sixtyFourOfOneAddress() throws UnknownHostException {
        InetAddress here = address(1);
        for (int count = 0; count < 64; count++) {
            assertTrue(newcomers.arrived(here));
        }
        assertFalse(newcomers.arrived(here));
        assertTrue(newcomers.arrived(address(2)));
        newcomers.settled(here);
        assertTrue(newcomers.arrived(here));
        assertFalse(newcomers.arrived(here));
    }

    @Test
    void fiveHundredAndTwelveInAll() throws UnknownHostException {
        for (int count = 0; count < 512; count++) {
            assertTrue(newcomers.arrived(address(count)));
        }
        assertFalse(newcomers.arrived(address(512)));
        newcomers.settled(address(0));
        assertTrue(newcomers.arrived(address(512)));
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }
}
