package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.text.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigIsReadWholeTest {
    private static final Path FILE = Path.of("/etc/bastion/bastion.yaml");

    private static final Map<String, String> ENVIRONMENT =
            Map.of("P", "correct horse", "K", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** Every key there is; those of {@code notify} are read in {@link NoticesAreConfiguredTest}. */
    private static final String FULL = """
            version: 1
            demo: false
            listen: "0.0.0.0:22"
            client-address: "ssh.example:2222"
            names: [bastion, bastion.example]
            data: /var/lib/bastion
            database: {url: "jdbc:postgresql://db/bastion", user: bastion, password-env: P}
            policy: policy/access.yaml
            keys: {directory: keys, passphrase-env: P}
            recordings: {directory: /srv/recordings, session-budget: 10MiB, reserve: 3GiB, digests: false, input: false}
            head-copy: /mnt/heads/newest
            onward: {source-address: 10.0.0.2}
            keepalive: 2m
            notify: {webhooks: [{url: "https://hooks.example/", secret-env: K}]}
            krl: {file: /srv/www/krl}
            http: {listen: "0.0.0.0:8443", tls-key: tls/key.pem, tls-certificate: tls/chain.pem}
            shell-line: "welcome to {target}"
            """;

    private static BastionConfig read(String text) {
        return assertInstanceOf(ConfigReading.Accepted.class, ConfigReader.parse(text, FILE, ENVIRONMENT))
                .config();
    }

    @Test
    void readsEveryKey() {
        BastionConfig config = read(FULL);
        assertEquals(new HostPort("0.0.0.0", 22), config.listen());
        assertEquals(new HostPort("ssh.example", 2222), config.clientAddress());
        assertEquals(Path.of("/srv/www/krl"), config.krl());
        assertEquals(
                Optional.of(new Http(
                        new HostPort("0.0.0.0", 8443),
                        Optional.of(new Http.Tls(
                                Path.of("/etc/bastion/tls/key.pem"), Path.of("/etc/bastion/tls/chain.pem"))))),
                config.http());
        assertEquals(List.of("bastion", "bastion.example"), config.names());
        assertEquals(Path.of("/var/lib/bastion"), config.data());
        assertEquals("jdbc:postgresql://db/bastion", config.database().url());
        assertEquals(Optional.of("bastion"), config.database().user());
        assertEquals(Optional.of(new Secret("correct horse")), config.database().password());
        assertEquals(Path.of("/etc/bastion/policy/access.yaml"), config.policy());
        assertEquals(Path.of("/etc/bastion/keys"), config.keys().directory());
        assertEquals("correct horse", config.keys().passphrase().orElseThrow().reveal());
        assertEquals(Path.of("/srv/recordings"), config.recordings().directory());
        assertEquals(10L << 20, config.recordings().sessionBudget());
        assertEquals(3L << 30, config.recordings().reserve());
        assertFalse(config.recordings().digests() || config.recordings().input());
        assertEquals(Optional.of(Path.of("/mnt/heads/newest")), config.headCopy());
        assertEquals("10.0.0.2", config.onward().sourceAddress().orElseThrow().getHostAddress());
        assertEquals(Duration.ofMinutes(2), config.keepalive());
        assertEquals(1, config.notices().webhooks().size());
        assertEquals("welcome to {target}", config.shellLine());
    }

    @Test
    void usesDefaultsBesideTheFile() {
        BastionConfig config = read("version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\n");
        assertEquals(
                "jdbc:sqlite:/etc/bastion/data/bastion.db", config.database().url());
        assertEquals(Path.of("/etc/bastion/access.yaml"), config.policy());
        assertEquals(Path.of("/etc/bastion/keys"), config.keys().directory());
        assertEquals(
                Path.of("/etc/bastion/data/recordings"), config.recordings().directory());
        assertEquals(2L << 30, config.recordings().sessionBudget());
        assertTrue(config.recordings().digests() && config.recordings().input());
        assertEquals(new HostPort("127.0.0.1", 0), config.clientAddress());
        assertEquals(Duration.ofMinutes(5), config.keepalive());
        assertEquals("this session is recorded; {grant} ends at {end}", config.shellLine());
    }

    @Test
    void sendsClientsToNameWhereItListensEverywhere() {
        BastionConfig config = read("""
                version: 1
                listen: "0.0.0.0:22"
                names: [bastion.example]
                keys: {passphrase-env: P}
                """);
        assertEquals(new HostPort("bastion.example", 22), config.clientAddress());
    }

    @Test
    void findsSqliteFileBesideTheFile() {
        BastionConfig config = read("""
                version: 1
                demo: true
                listen: "127.0.0.1:0"
                names: [bastion]
                database: {url: "jdbc:sqlite:data/b.db"}
                """);
        assertEquals("jdbc:sqlite:/etc/bastion/data/b.db", config.database().url());
    }

    @Test
    void showsNoSecret() {
        assertFalse(read(FULL).toString().contains("horse"));
    }

    @Test
    void readsEveryKeyOfTheReferenceAndNoOther() {
        String reference = ConfigReference.markdown();
        for (ConfigKey key : ConfigKey.values()) {
            assertTrue(reference.contains("| `" + key.path() + "` |"), key.path());
        }
        assertInstanceOf(ConfigReading.Broken.class, ConfigReader.parse(FULL + "more: 1\n", FILE, ENVIRONMENT));
    }
}
