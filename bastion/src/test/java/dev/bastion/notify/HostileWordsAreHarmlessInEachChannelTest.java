package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The desk takes plain reasons only; what stands in an older ledger, or comes about by a mistake, is harmless all the same. */
class HostileWordsAreHarmlessInEachChannelTest {
    private static final String HOSTILE =
            "disk full\r\nBcc: eve@example.org\r\n\r\n<!channel> @here <@U123> <https://evil.example|approve>"
                    + " https://evil.example/ `rm -rf` *now* <b onload=x>&amp; \u001b]52;c;x\u0007 \u202egnp.exe \u2028end";

    @Test
    void slackShowsThemAsTextThatCallsNobodyAndLeadsNowhere() throws Exception {
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.slack(hook.url()))) {
            told.asks(HOSTILE, "INC-1`<!here>`");
            Hook.Post post = hook.next();
            String text = post.json().path("text").asText();
            List<String> lines = text.lines().toList();
            assertEquals("r-1: alice asks for postgres on prod-db-1 for 45m", lines.getFirst());
            assertTrue(lines.contains("to approve: `ssh bastion approve r-1`"), text);
            assertEquals(
                    "reason: `disk full\\u000d\\u000aBcc: eve\uff20example.org\\u000d\\u000a\\u000d\\u000a&lt;!channel&gt;"
                            + " \uff20here &lt;\uff20U123&gt; &lt;https://evil.example|approve&gt; https://evil.example/"
                            + " 'rm -rf' *now* &lt;b onload=x&gt;&amp;amp; \\u001b]52;c;x\\u0007 \\u202egnp.exe \\u2028end`",
                    lines.get(1));
            assertEquals("ticket: `INC-1'&lt;!here&gt;'`", lines.get(2));
            assertFalse(Stream.of("<", ">", "@").anyMatch(text::contains), text);
            assertEquals("none", post.json().path("parse").asText());
            assertFalse(post.json().path("link_names").asBoolean(true));
            assertFalse(post.json().path("unfurl_links").asBoolean(true));
        }
    }

    @Test
    void webhookCarriesThemAsOneJsonStringThatNoTerminalObeys() throws Exception {
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()))) {
            told.asks(HOSTILE, "INC-1");
            Hook.Post post = hook.next();
            assertEquals(HOSTILE, post.json().path("request").path("reason").asText());
            String raw = post.body();
            assertTrue(raw.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028), raw);
        }
    }

    @Test
    void mailHasThemOnOneLineOfItsTextAndInNoHeader() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (ToldHouse told = new ToldHouse(ToldHouse.mail(MailReachesPeopleTest.open(server, Optional.empty())))) {
            told.asks(HOSTILE, "INC-1\r\nSubject: changed");
            assertTrue(server.waitForIncomingEmail(20_000, 1));
            MimeMessage mail = server.getReceivedMessages()[0];
            assertEquals("[bastion] r-1: alice asks for postgres on prod-db-1 for 45m", mail.getSubject());
            assertEquals(1, mail.getAllRecipients().length);
            List<String> headers = Collections.list(mail.getAllHeaderLines());
            assertTrue(
                    headers.stream().noneMatch(line -> line.contains("evil") || line.startsWith("Bcc")),
                    headers::toString);
            assertTrue(mail.getContentType().startsWith("text/plain"), mail.getContentType());
            List<String> lines = mail.getContent().toString().lines().toList();
            assertEquals(
                    1, lines.stream().filter(line -> line.contains("disk full")).count(), lines::toString);
            assertTrue(lines.stream().noneMatch(line -> line.startsWith("Bcc") || line.startsWith("Subject")));
            assertTrue(lines.contains("ticket: \"INC-1\\u000d\\u000aSubject: changed\""), lines::toString);
            assertTrue(lines.contains("    ssh bastion approve r-1"), lines::toString);
        } finally {
            server.stop();
        }
    }
}
