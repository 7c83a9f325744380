package dev.bastion.policy.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could end a header, name a second mailbox or reach a program instead of a mailbox is no address. */
class MailAddressIsOneMailboxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"bob@example.org", "bob.smith+bastion@mail.example.org", "o'hara@localhost", "b@a-b.example"})
    void takesPlainMailboxes(String text) {
        assertEquals(Optional.of(text), MailAddress.parse(text).map(MailAddress::text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "@example.org",
                "bob@",
                "bob@example.org, eve@example.org",
                "bob@example.org\r\nBcc: eve@example.org",
                "bob@example.org\n",
                "bob\r\n@example.org",
                "Bob <bob@example.org>",
                "\"bob\"@example.org",
                "bob(eve)@example.org",
                "bob@eve@example.org",
                ".bob@example.org",
                "bob..b@example.org",
                "bob@[192.0.2.1]",
                "bob@192.0.2.1",
                "bob@exa mple.org",
                "bøb@example.org",
                "|/bin/sh@",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org"
            })
    void takesNothingElse(String text) {
        assertEquals(Optional.empty(), MailAddress.parse(text));
        assertThrows(IllegalArgumentException.class, () -> new MailAddress(text));
    }

    @Test
    void isAsLongAsMailServersTakeAndNoLonger() {
        String domain = "a".repeat(61) + "." + "b".repeat(61) + "." + "c".repeat(61) + ".";
        String longest = "b@" + domain + "d".repeat(62) + ".eee";
        assertEquals(254, longest.length());
        assertEquals(Optional.of(new MailAddress(longest)), MailAddress.parse(longest));
        assertEquals(Optional.empty(), MailAddress.parse("b" + longest));
    }
}
