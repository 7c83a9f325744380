package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailReachesPeopleTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    static Notices.Mail open(GreenMail server, Optional<Notices.Login> login) {
        return new Notices.Mail(
                new HostPort("127.0.0.1", server.getSmtp().getPort()),
                Notices.Tls.NONE,
                new MailAddress("bastion@example.net"),
                login,
                ToldHouse.ALL);
    }

    @Test
    void approversGetTheLineToTypeAndTheAskerTheDecision() throws Exception {
        try (ToldHouse told = new ToldHouse(ToldHouse.mail(open(server, Optional.empty())))) {
            told.house.granted();
            assertTrue(server.waitForIncomingEmail(20_000, 2));
            MimeMessage asked = to("bob@example.org");
            assertEquals("[bastion] r-1: alice asks for postgres on prod-db-1 for 45m", asked.getSubject());
            assertEquals(
                    """
                    r-1: alice asks for postgres on prod-db-1 for 45m

                    reason: "because"
                    rule: "prod"
                    lapses: "2026-11-20 14:00 UTC"

                    to approve:

                        ssh bastion approve r-1

                    to deny:

                        ssh bastion deny r-1 --reason TEXT
                    """.strip(),
                    asked.getContent().toString().replace("\r\n", "\n").strip());
            assertEquals("<bastion-example-1a2b3c4d.request-waits.r-1.bob@example.net>", asked.getMessageID());
            assertEquals("bastion@example.net", asked.getFrom()[0].toString());
            assertEquals("auto-generated", asked.getHeader("Auto-Submitted", null));
            MimeMessage decided = to("alice@example.org");
            assertTrue(decided.getSubject().startsWith("[bastion] r-1 is approved by bob: g-1 gives alice"));
            assertTrue(decided.getContent().toString().contains("ssh bastion cert > ~/.ssh/id_ed25519-cert.pub"));
        }
    }

    @Test
    void logsInAndTriesAgainWhenItMayNot() throws Exception {
        server.setUser("bastion@example.net", "bastion", "correct horse");
        Notices.Login right = new Notices.Login("bastion", new Secret("correct horse"));
        try (ToldHouse told = new ToldHouse(ToldHouse.mail(open(server, Optional.of(right))))) {
            told.house.asked();
            assertTrue(server.waitForIncomingEmail(20_000, 1));
        }
        Notices.Login wrong = new Notices.Login("bastion", new Secret("battery staple"));
        try (LogLines log = new LogLines();
                ToldHouse told = new ToldHouse(ToldHouse.mail(open(server, Optional.of(wrong))))) {
            told.house.asked();
            ToldHouse.until(() -> log.say("it refuses the login"), "the log says that the login is refused");
            assertFalse(log.all().contains("battery"), log.all());
        }
        assertEquals(1, server.getReceivedMessages().length);
    }

    @Test
    void arrivesOnceTheServerIsBack() throws Exception {
        Notices.Mail mail = open(server, Optional.empty());
        server.stop();
        try (LogLines log = new LogLines();
                ToldHouse told = new ToldHouse(ToldHouse.mail(mail))) {
            told.house.asked();
            ToldHouse.until(() -> log.say("is tried again"), "the first try fails");
            GreenMail back = new GreenMail(new ServerSetup(mail.smtp().port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            back.start();
            assertTrue(back.waitForIncomingEmail(20_000, 1));
            back.stop();
        }
    }

    @Test
    void thoseWithoutAnAddressGetNone() throws Exception {
        try (ToldHouse told = new ToldHouse(ToldHouse.mail(open(server, Optional.empty())))) {
            told.house.decide(told.house.desk.deny(
                    "dave", told.house.asked("erin", Duration.ofMinutes(5)).id(), "no"));
            told.house.asked();
            assertTrue(server.waitForIncomingEmail(20_000, 2));
            assertEquals(2, Arrays.stream(server.getReceivedMessages()).count());
            to("bob@example.org");
        }
    }

    @Test
    void whoIsShutOutGetsNoneAnyMore() throws Exception {
        try (ToldHouse told = new ToldHouse(ToldHouse.mail(open(server, Optional.empty())))) {
            told.house.decide(told.house.desk.people().disable("carol", "bob", "left the company"));
            told.house.decide(told.house.desk.deny("dave", told.house.asked().id(), "no"));
            assertTrue(server.waitForIncomingEmail(20_000, 1));
            to("alice@example.org");
        }
        assertEquals(1, server.getReceivedMessages().length);
    }

    private MimeMessage to(String address) throws Exception {
        for (MimeMessage message : server.getReceivedMessages()) {
            if (message.getAllRecipients()[0].toString().equals(address)) {
                return message;
            }
        }
        throw new AssertionError("no mail to " + address);
    }
}
