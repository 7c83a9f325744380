package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T11: no target on this machine, its links or the bastion, unless it is a demo. */
class TargetsLieElsewhereTest {

    private static final Set<String> OWN = Set.of("192.0.2.1", "bastion.example", "2001:db8::1");

    private static PolicyReading read(String address, boolean demo) {
        return AccessPolicy.parse(
                TestPolicies.HOUSE.replace("10.0.0.5:22", address),
                new ParseContext(demo, Set.of(), OWN, Set.of(), Optional.empty(), ParseContext.YEAR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:22",
                "127.9.9.9:22",
                "[::1]:22",
                "[::ffff:127.0.0.1]:22",
                "localhost:22",
                "LOCALHOST:22",
                "db.localhost:22",
                "169.254.169.254:80",
                "[fe80::1]:22",
                "192.0.2.1:22",
                "bastion.example:22",
                "[2001:db8:0:0::1]:22"
            })
    void refusesThisMachineItsLinksAndTheBastion(String address) {
        assertInstanceOf(PolicyReading.Broken.class, read(address, false));
        assertInstanceOf(PolicyReading.Accepted.class, read(address, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:22", "[::]:22", "224.0.0.1:22", "255.255.255.255:22", "[ff02::1]:22"})
    void refusesWhatIsNoSingleHostEvenInADemo(String address) {
        assertInstanceOf(PolicyReading.Broken.class, read(address, true));
    }

    @Test
    void refusesTheSameOnceANameIsResolved() throws UnknownHostException {
        ForbiddenAddresses forbidden = new ForbiddenAddresses(false, OWN);

        assertTrue(forbidden.refusal(address(127, 0, 0, 1)).isPresent());
        assertTrue(forbidden.refusal(address(192, 0, 2, 1)).isPresent());
        assertEquals(Optional.empty(), forbidden.refusal(address(192, 0, 2, 2)));
    }

    private static InetAddress address(int a, int b, int c, int d) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    }
}
