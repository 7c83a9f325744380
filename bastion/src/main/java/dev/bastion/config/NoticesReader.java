package dev.bastion.config;

import static dev.bastion.config.ConfigKey.*;

import dev.bastion.config.Notices.Login;
import dev.bastion.config.Notices.Mail;
import dev.bastion.config.Notices.Slack;
import dev.bastion.config.Notices.Tls;
import dev.bastion.config.Notices.Webhook;
import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import dev.bastion.policy.text.Plain;
import dev.bastion.policy.yaml.YamlMap;
import dev.bastion.policy.yaml.YamlValue;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the section {@code notify}. What leaves the machine leaves it encrypted, unless this is a demo. An address of a
 * receiver may hold a secret and is never shown.
 */
final class NoticesReader {
    private static final int SUBMISSION = 587;
    private static final int MOST = 16;
    private static final Map<String, Tls> TLS =
            Map.of("implicit", Tls.IMPLICIT, "starttls", Tls.STARTTLS, "none", Tls.NONE);

    private final SecretReader secrets;
    private final boolean demo;

    NoticesReader(SecretReader secrets, boolean demo) {
        this.secrets = secrets;
        this.demo = demo;
    }

    Notices read(YamlMap section) {
        List<Webhook> webhooks = few(section, "webhooks").stream()
                .flatMap(item -> item.map().flatMap(this::webhook).stream())
                .toList();
        List<Slack> slack = few(section, "slack").stream()
                .flatMap(item -> item.map().flatMap(this::slack).stream())
                .toList();
        Optional<Mail> mail = section.map("mail").flatMap(this::mail);
        section.refuseUnknown();
        return new Notices(webhooks, slack, mail);
    }

    /** Each receiver has a queue and a thread of its own. */
    private static List<YamlValue> few(YamlMap section, String name) {
        List<YamlValue> items = section.list(name);
        if (items.size() > MOST) {
            section.problem(name, "there are %d of them, and %d may be".formatted(items.size(), MOST), "");
        }
        return items;
    }

    private Optional<Webhook> webhook(YamlMap map) {
        Optional<URI> url = map.required(NOTIFY_WEBHOOK_URL.word())
                .flatMap(value -> value.text().flatMap(text -> url(text, value)));
        Optional<Secret> secret = required(map, NOTIFY_WEBHOOK_SECRET_FILE, NOTIFY_WEBHOOK_SECRET_ENV)
                .filter(read -> isKey(read, map));
        Set<NoticeKind> events = events(map, NOTIFY_WEBHOOK_EVENTS);
        map.refuseUnknown();
        return url.isPresent() && secret.isPresent()
                ? Optional.of(new Webhook(url.get(), secret.get(), events))
                : Optional.empty();
    }

    private static boolean isKey(Secret secret, YamlMap map) {
        boolean key = Webhook.key(secret).isPresent();
        if (!key) {
            map.problem(
                    "the secret is not 24 to 64 bytes in base64",
                    "make one: echo \"whsec_$(openssl rand -base64 32)\"");
        }
        return key;
    }

    private Optional<Slack> slack(YamlMap map) {
        Optional<Secret> address = required(map, NOTIFY_SLACK_URL_FILE, NOTIFY_SLACK_URL_ENV)
                .filter(secret -> url(secret.reveal(), map).isPresent());
        Set<NoticeKind> events = events(map, NOTIFY_SLACK_EVENTS);
        map.refuseUnknown();
        return address.map(read -> new Slack(read, events));
    }

    private Optional<Mail> mail(YamlMap map) {
        Optional<HostPort> smtp =
                map.required(NOTIFY_MAIL_SMTP.word()).flatMap(value -> value.hostPort(OptionalInt.of(SUBMISSION)));
        Tls tls = map.word(NOTIFY_MAIL_TLS.word(), TLS).orElse(Tls.STARTTLS);
        if (tls == Tls.NONE && smtp.filter(place -> !mayBeOpen(place.host())).isPresent()) {
            map.problem(
                    NOTIFY_MAIL_TLS.word(), "mail would leave this machine in the open", "say starttls or implicit");
        }
        Optional<MailAddress> from = map.required(NOTIFY_MAIL_FROM.word()).flatMap(NoticesReader::address);
        Optional<Login> login = login(map);
        Set<NoticeKind> events = events(map, NOTIFY_MAIL_EVENTS);
        map.refuseUnknown();
        return smtp.isPresent() && from.isPresent()
                ? Optional.of(new Mail(smtp.get(), tls, from.get(), login, events))
                : Optional.empty();
    }

    private Optional<Login> login(YamlMap map) {
        Optional<String> user = map.text(NOTIFY_MAIL_USER.word());
        if (user.isPresent()) {
            return required(map, NOTIFY_MAIL_PASSWORD_FILE, NOTIFY_MAIL_PASSWORD_ENV)
                    .map(password -> new Login(user.get(), password));
        }
        if (secrets.read(map, NOTIFY_MAIL_PASSWORD_FILE, NOTIFY_MAIL_PASSWORD_ENV)
                .isPresent()) {
            map.problem("there is a password and no user", "name the user, or log in as nobody");
        }
        return Optional.empty();
    }

    private Optional<Secret> required(YamlMap map, ConfigKey file, ConfigKey variable) {
        if (!map.has(file.word()) && !map.has(variable.word())) {
            map.problem(
                    "the secret is missing",
                    "name its file with %s, or say %s".formatted(file.word(), variable.word()));
        }
        return secrets.read(map, file, variable);
    }

    private static Set<NoticeKind> events(YamlMap map, ConfigKey key) {
        if (!map.has(key.word())) {
            return EnumSet.allOf(NoticeKind.class);
        }
        Set<NoticeKind> events = EnumSet.noneOf(NoticeKind.class);
        map.filledList(key.word(), "leave it out for all of them")
                .forEach(item -> item.word(NoticeKind.words()).ifPresent(events::add));
        return events;
    }

    private static Optional<MailAddress> address(YamlValue value) {
        Optional<String> text = value.text();
        Optional<MailAddress> address = text.flatMap(MailAddress::parse);
        if (text.isPresent() && address.isEmpty()) {
            value.problem(
                    "'%s' is not a mail address".formatted(Plain.shown(text.get())),
                    "write it like bastion@example.org");
        }
        return address;
    }

    // ---- addresses of receivers

    private Optional<URI> url(String text, YamlValue at) {
        Optional<String> fault = fault(text);
        fault.ifPresent(why -> at.problem(why, "write it like https://hooks.example.org/bastion"));
        return fault.isEmpty() ? Optional.of(URI.create(text)) : Optional.empty();
    }

    private Optional<URI> url(String text, YamlMap at) {
        Optional<String> fault = fault(text);
        fault.ifPresent(why -> at.problem(why, "the file holds one line like https://hooks.slack.com/services/…"));
        return fault.isEmpty() ? Optional.of(URI.create(text)) : Optional.empty();
    }

    private Optional<String> fault(String text) {
        return WebAddress.fault(text, demo, "notices");
    }

    private boolean mayBeOpen(String host) {
        return demo || WebAddress.loopback(host);
    }
}
