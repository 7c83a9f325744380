package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailLeavesOnlyEncryptedTest {
    private static final String PASSWORD = "correct horse";
    private static final TestTls OURS = TestTls.named("localhost");

    private static ToldHouse told(RawServer server, Notices.Tls how, TestTls trusted) {
        return new ToldHouse(
                ToldHouse.mail(new Notices.Mail(
                        new HostPort("localhost", server.port()),
                        how,
                        new MailAddress("bastion@example.net"),
                        Optional.of(new Notices.Login("bastion", new Secret(PASSWORD))),
                        ToldHouse.ALL)),
                new TestHouse(ToldHouse.policy()),
                trusted.client());
    }

    private static String plain() {
        byte[] login = ("bastion\0bastion\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(login);
    }

    @Test
    void startTlsComesBeforeTheLoginAndTheMail() throws Exception {
        SmtpTalk talk = SmtpTalk.startTls(OURS.server());
        try (RawServer server = new RawServer(talk);
                ToldHouse told = told(server, Notices.Tls.STARTTLS, OURS)) {
            told.house.asked();
            ToldHouse.until(() -> talk.heard("tls", "    ssh bastion approve r-1"), "the mail arrives");
            assertTrue(talk.heard("tls", plain()), talk.heard::toString);
            assertTrue(talk.heard("tls", "RCPT TO:<bob@example.org>"), talk.heard::toString);
            assertEquals(
                    2,
                    talk.heard.stream().filter(line -> line.startsWith("open")).count(),
                    talk.heard::toString);
        }
    }

    @Test
    void implicitTlsCoversAllOfIt() throws Exception {
        SmtpTalk talk = SmtpTalk.implicit(OURS.server());
        try (RawServer server = new RawServer(talk);
                ToldHouse told = told(server, Notices.Tls.IMPLICIT, OURS)) {
            told.house.asked();
            ToldHouse.until(() -> talk.heard("tls", "    ssh bastion approve r-1"), "the mail arrives");
            assertTrue(talk.heard("tls", plain()), talk.heard::toString);
            assertTrue(talk.heard.stream().noneMatch(line -> line.startsWith("open")), talk.heard::toString);
        }
    }

    @Test
    void serverWithoutStartTlsGetsNeitherLoginNorMail() throws Exception {
        SmtpTalk talk = SmtpTalk.strippedOfStartTls(OURS.server());
        refused(talk, Notices.Tls.STARTTLS, OURS);
    }

    @Test
    void certificateOfAnotherNameIsRefused() throws Exception {
        TestTls other = TestTls.named("mail.example.com");
        refused(SmtpTalk.startTls(other.server()), Notices.Tls.STARTTLS, other);
        refused(SmtpTalk.implicit(other.server()), Notices.Tls.IMPLICIT, other);
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() throws Exception {
        TestTls stranger = TestTls.named("localhost");
        refused(SmtpTalk.startTls(stranger.server()), Notices.Tls.STARTTLS, OURS);
        refused(SmtpTalk.implicit(stranger.server()), Notices.Tls.IMPLICIT, OURS);
    }

    private static void refused(SmtpTalk talk, Notices.Tls how, TestTls trusted) throws Exception {
        try (RawServer server = new RawServer(talk);
                LogLines log = new LogLines();
                ToldHouse told = told(server, how, trusted)) {
            told.house.asked();
            ToldHouse.until(() -> log.say("is tried again"), "the first try fails");
            ToldHouse.until(() -> server.conversations() >= 2, "it is tried again");
            assertTrue(
                    talk.heard.stream().noneMatch(line -> line.contains("AUTH ") || line.contains("MAIL ")),
                    talk.heard::toString);
            assertFalse(log.all().contains(PASSWORD), log.all());
        }
    }
}
