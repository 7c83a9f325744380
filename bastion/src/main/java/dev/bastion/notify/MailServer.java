package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.Notices;
import dev.bastion.policy.text.MailAddress;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that takes mail for everybody (RFC 6409), one connection a mail. Its certificate is held against its configured
 * name; without TLS, where that is asked for, nothing is sent, no password before all. What it says is bounded in bytes and
 * time and never reaches a log. Thread-safe.
 */
final class MailServer {
    private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);

    private final Notices.Mail config;
    private final SSLContext tls;
    private final Duration longest;
    private final Session session;

    /**
     * With a limit.
     *
     * @param longest for one mail, from the connection to the goodbye
     */
    MailServer(Notices.Mail config, SSLContext tls, Duration longest) {
        this.config = requireNonNull(config, "config is null");
        this.tls = requireNonNull(tls, "tls is null");
        this.longest = requireNonNull(longest, "longest is null");
        this.session = Session.getInstance(properties(), login());
    }

    /**
     * Hands one mail over.
     *
     * @throws IOException when the server did not take it for certain
     */
    void send(MailText mail) throws IOException {
        try (Socket socket = connected()) {
            SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
            transport.connect(socket);
            try {
                MimeMessage message = message(mail);
                transport.sendMessage(message, message.getAllRecipients());
            } finally {
                farewell(transport);
            }
        } catch (MessagingException e) {
            throw failure(e);
        }
    }

    private Socket connected() throws IOException {
        Socket plain = MailSocket.connected(config.smtp(), longest);
        if (config.tls() != Notices.Tls.IMPLICIT) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) tls.getSocketFactory()
                .createSocket(plain, config.smtp().host(), config.smtp().port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private MimeMessage message(MailText mail) throws MessagingException {
        MimeMessage message = new IdentifiedMessage(session, mail.id());
        message.setFrom(address(mail.from()));
        message.setRecipient(Message.RecipientType.TO, address(mail.to()));
        message.setSentDate(Date.from(mail.at()));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.body(), StandardCharsets.UTF_8.name());
        // Nobody's absence is answered (RFC 3834 section 5.1).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private static InternetAddress address(MailAddress address) throws MessagingException {
        return new InternetAddress(address.text(), true);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", config.smtp().host());
        properties.put("mail.smtp.auth", Boolean.toString(config.login().isPresent()));
        config.login().ifPresent(login -> properties.put("mail.smtp.user", login.user()));
        properties.put("mail.smtp.starttls.required", Boolean.toString(config.tls() == Notices.Tls.STARTTLS));
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // Not waited for: the mail is handed over by then.
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }

    private Authenticator login() {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return config.login()
                        .map(login -> new PasswordAuthentication(
                                login.user(), login.password().reveal()))
                        .orElse(null);
            }
        };
    }

    private static void farewell(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("the mail server did not hear the goodbye");
        }
    }

    // ---- what went wrong, without a word of the server's

    private static IOException failure(MessagingException e) {
        return new UndeliveredException(
                switch (e) {
                    case AuthenticationFailedException ignored -> "it refuses the login";
                    case SMTPSendFailedException refused -> "it answered %d".formatted(refused.getReturnCode());
                    case SMTPAddressFailedException refused ->
                        "it answered %d to the addressee".formatted(refused.getReturnCode());
                    case SMTPSenderFailedException refused ->
                        "it answered %d to the sender".formatted(refused.getReturnCode());
                    default ->
                        e.getNextException() instanceof MessagingException inner
                                ? failure(inner).getMessage()
                                : other(e);
                },
                e);
    }

    private static String other(MessagingException e) {
        return e.getNextException() == null
                ? "it does not speak SMTP as it should, or offers no STARTTLS"
                : Failure.text(e.getNextException());
    }

    /** Keeps the Message-ID that it was given. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
