package dev.bastion.config;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is told of what happens: the section {@code notify}. Nobody, where it is left out. Immutable. */
public record Notices(List<Webhook> webhooks, List<Slack> slack, Optional<Mail> mail) {
    public Notices {
        webhooks = List.copyOf(webhooks);
        slack = List.copyOf(slack);
        requireNonNull(mail, "mail is null");
    }

    /**
     * A program that takes notices as signed JSON.
     *
     * @param url where they are posted
     * @param secret the key that both sides know, as {@link #key} reads it
     * @param events which it is told of
     */
    public record Webhook(URI url, Secret secret, Set<NoticeKind> events) {
        private static final String PREFIX = "whsec_";
        private static final int SHORTEST_KEY = 24;
        private static final int LONGEST_KEY = 64;

        public Webhook {
            requireNonNull(url, "url is null");
            requireNonNull(secret, "secret is null");
            Checks.check(key(secret).isPresent(), "secret is no key");
            events = Set.copyOf(events);
        }

        /** The key itself: the bytes that stand in base64 behind {@code whsec_} (standardwebhooks.com). */
        public byte[] key() {
            return key(secret).orElseThrow();
        }

        /** Nothing when that is no key of 24 to 64 bytes. */
        static Optional<byte[]> key(Secret secret) {
            String text = secret.reveal();
            try {
                byte[] key =
                        Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
                return Optional.of(key).filter(bytes -> bytes.length >= SHORTEST_KEY && bytes.length <= LONGEST_KEY);
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }
    }

    /**
     * A channel of Slack, or of what takes the same posts.
     *
     * @param address where they are posted; whoever knows it may post too
     * @param events which the channel is told of
     */
    public record Slack(Secret address, Set<NoticeKind> events) {
        public Slack {
            requireNonNull(address, "address is null");
            events = Set.copyOf(events);
        }

        /** For the one who posts. */
        public URI url() {
            return URI.create(address.reveal());
        }
    }

    /** How a mail server is spoken to. */
    public enum Tls {
        /** TLS from the first byte (RFC 8314 section 3). */
        IMPLICIT,
        /** STARTTLS (RFC 3207), and no mail where it is not offered. */
        STARTTLS,
        /** In the open: on this machine alone, and in a demo. */
        NONE
    }

    /**
     * People, by the addresses that the policy has of them.
     *
     * @param smtp the server that takes mail for everybody
     * @param from the sender
     * @param login how the bastion logs in there, if it does
     * @param events which are sent by mail
     */
    public record Mail(HostPort smtp, Tls tls, MailAddress from, Optional<Login> login, Set<NoticeKind> events) {
        public Mail {
            requireNonNull(smtp, "smtp is null");
            requireNonNull(tls, "tls is null");
            requireNonNull(from, "from is null");
            requireNonNull(login, "login is null");
            events = Set.copyOf(events);
        }
    }

    /** A user of the mail server. */
    public record Login(String user, Secret password) {
        public Login {
            requireNonNull(user, "user is null");
            requireNonNull(password, "password is null");
        }
    }
}
