package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.text.HostPort;
import dev.bastion.policy.text.MailAddress;
import dev.bastion.policy.yaml.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesAreConfiguredTest {
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "P", "correct horse",
            "K", KEY,
            "SHORT", "whsec_c2hvcnQ=",
            "S", "https://hooks.slack.com/services/T0/B0/XXXX",
            "OPEN", "http://hooks.slack.com/services/T0/B0/XXXX");

    private static ConfigReading read(String notify, boolean demo) {
        String text = """
                version: 1
                demo: %s
                listen: "127.0.0.1:2222"
                names: [bastion]
                keys: {passphrase-env: P}
                notify:
                """.formatted(demo) + notify.indent(2);
        return ConfigReader.parse(text, Path.of("/etc/bastion/bastion.yaml"), ENVIRONMENT);
    }

    private static Notices accepted(String notify) {
        return assertInstanceOf(ConfigReading.Accepted.class, read(notify, false))
                .config()
                .notices();
    }

    private static List<String> problems(String notify) {
        return assertInstanceOf(ConfigReading.Broken.class, read(notify, false)).problems().stream()
                .map((Problem problem) -> problem.key() + ": " + problem.message())
                .toList();
    }

    @Test
    void readsEachReceiver() {
        Notices notices = accepted("""
                webhooks:
                  - {url: "https://hooks.example/bastion", secret-env: K, events: [request-waits, extension-asked]}
                  - {url: "http://127.0.0.1:9000/", secret-env: K}
                slack: [{url-env: S, events: [grant-taken-away]}]
                mail: {smtp: mail.example, from: bastion@example.org, user: bastion, password-env: P}
                """);
        Notices.Webhook webhook = notices.webhooks().getFirst();
        assertEquals(URI.create("https://hooks.example/bastion"), webhook.url());
        assertEquals(24, webhook.key().length);
        assertEquals(Set.of(NoticeKind.REQUEST_WAITS, NoticeKind.EXTENSION_ASKED), webhook.events());
        assertEquals(EnumSet.allOf(NoticeKind.class), notices.webhooks().get(1).events());
        assertEquals("hooks.slack.com", notices.slack().getFirst().url().getHost());
        Notices.Mail mail = notices.mail().orElseThrow();
        assertEquals(new HostPort("mail.example", 587), mail.smtp());
        assertEquals(Notices.Tls.STARTTLS, mail.tls());
        assertEquals(new MailAddress("bastion@example.org"), mail.from());
        assertEquals("bastion", mail.login().orElseThrow().user());
        assertFalse(notices.toString().contains("XXXX") || notices.toString().contains("horse"), notices.toString());
    }

    @Test
    void tellsNobodyWhenLeftOut() {
        assertEquals(new Notices(List.of(), List.of(), Optional.empty()), accepted("{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhooks: [{secret-env: K}] | notify.webhooks[0].url: this is missing",
                "webhooks: [{url: \"https://h.example/\"}] | notify.webhooks[0]: the secret is missing",
                "webhooks: [{url: \"https://h.example/\", secret-env: SHORT}] |"
                        + " notify.webhooks[0]: the secret is not 24 to 64 bytes in base64",
                "webhooks: [{url: \"http://h.example/\", secret-env: K}] |"
                        + " notify.webhooks[0].url: notices would leave this machine in the open",
                "webhooks: [{url: \"https://u:p@h.example/\", secret-env: K}] |"
                        + " notify.webhooks[0].url: the address holds a user or a fragment",
                "webhooks: [{url: \"file:///etc/passwd\", secret-env: K}] |"
                        + " notify.webhooks[0].url: the address is not one of https",
                "webhooks: [{url: \"https:///x\", secret-env: K}] |"
                        + " notify.webhooks[0].url: the address is not one of https",
                "webhooks: [{url: \"https://2130706433/\", secret-env: K}] |"
                        + " notify.webhooks[0].url: the address is not one of https",
                "webhooks: [{url: \"https://h.example/ x\", secret-env: K}] |"
                        + " notify.webhooks[0].url: the address is not a URL",
                "webhooks: [{url: \"https://h.example/\", secret-env: K, events: [login]}] |"
                        + " notify.webhooks[0].events[0]: 'login' is not a word for this",
                "webhooks: [{url: \"https://h.example/\", secret-env: K, retries: 3}] |"
                        + " notify.webhooks[0].retries: there is no key 'retries' here",
                "slack: [{url-env: OPEN}] | notify.slack[0]: notices would leave this machine in the open",
                "slack: [{url: \"https://hooks.slack.com/x\", url-env: S}] |"
                        + " notify.slack[0].url: there is no key 'url' here",
                "mail: {from: b@example.org} | notify.mail.smtp: this is missing",
                "mail: {smtp: m.example, from: \"Bastion <b@example.org>\"} |"
                        + " notify.mail.from: 'Bastion <b@example.org>' is not a mail address",
                "mail: {smtp: m.example, from: b@example.org, tls: none} |"
                        + " notify.mail.tls: mail would leave this machine in the open",
                "mail: {smtp: m.example, from: b@example.org, user: b} | notify.mail: the secret is missing",
                "mail: {smtp: m.example, from: b@example.org, password-env: P} |"
                        + " notify.mail: there is a password and no user",
                "pager: {} | notify.pager: there is no key 'pager' here"
            })
    void saysWhatIsWrong(String notify, String problem) {
        assertEquals(List.of(problem), problems(notify));
    }

    @Test
    void showsNoSecretInAProblem() {
        assertFalse(problems("slack: [{url-env: OPEN}]").toString().contains("XXXX"));
    }

    @Test
    void takesOpenReceiversInADemo() {
        assertTrue(
                read("slack: [{url-env: OPEN}]\nmail: {smtp: m.example, from: b@example.org, tls: none}\n", true)
                        instanceof ConfigReading.Accepted);
    }
}
