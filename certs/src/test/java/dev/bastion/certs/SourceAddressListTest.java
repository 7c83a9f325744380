package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceAddressListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "10.0.0.0/8 10.255.255.255",
                "10.0.0.1 10.0.0.1",
                "10.0.0.1/32 10.0.0.1",
                "0.0.0.0/0 192.0.2.1",
                "128.0.0.0/1 200.1.2.3",
                "192.0.2.0/24,10.0.0.0/8 10.1.1.1",
                "2001:db8::/32 2001:db8:ffff::1",
                "::1 ::1",
                "::/0 2001:db8::1",
                "10.0.0.0/8,fe80::/10 fe80::1",
                "10.0.0.0/8 ::ffff:10.1.2.3"
            })
    void contains(String list, String address) throws Exception {
        assertTrue(SourceAddresses.contain(list, address(address)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "10.0.0.0/8 11.0.0.0",
                "10.0.0.1 10.0.0.2",
                "0.0.0.0/0 ::1",
                "::/0 127.0.0.1",
                "2001:db8::/32 2001:db9::1"
            })
    void doesNotContain(String list, String address) throws Exception {
        assertFalse(SourceAddresses.contain(list, address(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.1,",
                ",10.0.0.1",
                "10.0.0.1/33",
                "10.0.0.1/8",
                "10.0.0.1/",
                "10.0.0.1/-1",
                "10.0.0.1/032",
                "10.0.0.1/+32",
                "!10.0.0.1",
                "*",
                "localhost",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.1",
                "10.0.0.1 ",
                "167772161",
                "0x0a000001",
                "::1/129",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:10.0.0.1",
                "10.0.0.1/32/32",
                ":",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "2001:db8::1/32",
                "10.0.0.1\u0000"
            })
    void oneMalformedEntrySpoilsTheList(String entry) throws Exception {
        InetAddress address = address("10.0.0.1");
        assertTrue(SourceAddresses.contain("10.0.0.1", address));
        assertFalse(SourceAddresses.contain("10.0.0.1," + entry, address));
        assertFalse(SourceAddresses.contain(entry + ",10.0.0.1", address));
        assertFalse(SourceAddresses.contain(entry, address));
    }

    @Test
    void writesOneAddressSoThatItReadsBack() throws Exception {
        assertEquals("10.1.2.3/32", SourceAddresses.only(address("10.1.2.3")));
        for (String text : new String[] {"10.1.2.3", "::1", "2001:db8::5"}) {
            assertTrue(SourceAddresses.contain(SourceAddresses.only(address(text)), address(text)));
        }
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
