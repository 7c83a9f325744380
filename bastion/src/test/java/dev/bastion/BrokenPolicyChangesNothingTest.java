package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Faces;
import dev.bastion.certs.SerialSource;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.recorder.ledger.NoteSigner;
import dev.bastion.store.DatabaseSettings;
import dev.bastion.store.SqlJournal;
import dev.bastion.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A policy file that is edited under a running bastion: wrong first, then right. */
class BrokenPolicyChangesNothingTest {
    private static final String SOUND = TestPolicies.HOUSE;
    private static final long PATIENCE = 30;

    @TempDir
    Path directory;

    private final Lines log = new Lines();
    private final TestHouse house = new TestHouse();
    private PolicyHolder holder;
    private SqlJournal journal;
    private PolicyFile file;

    /** What is logged of the policy. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }

        String next() throws InterruptedException {
            String line = lines.poll(PATIENCE, TimeUnit.SECONDS);
            assertNotNull(line, "nothing more was logged");
            return line;
        }
    }

    @BeforeEach
    void watch() throws IOException {
        write(SOUND);
        log.start();
        ((Logger) LoggerFactory.getLogger(PolicyFile.class)).addAppender(log);
        BastionConfig config = assertInstanceOf(
                        ConfigReading.Accepted.class,
                        ConfigReader.parse(
                                "version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\n",
                                directory.resolve("bastion.yaml"),
                                Map.of()))
                .config();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        KeyPair heads = TestHouse.ed25519();
        journal = SqlJournal.open(
                new StoreSettings(
                        DatabaseSettings.sqlite(directory.resolve("bastion.db")),
                        new NoteSigner("bastion.test/ledger", heads.getPrivate(), heads.getPublic()),
                        Optional.empty(),
                        directory.resolve("store"),
                        64 * 1024,
                        16,
                        Duration.ofMillis(50)),
                clock);
        holder = new PolicyHolder(PolicyFile.read(config));
        Faces faces = new Faces(
                new CertificateAuthority("host", Ed25519Pair.generate(random), random),
                directory.resolve("faces"),
                new SerialSource(clock, random, 0),
                clock,
                random);
        file = new PolicyFile(config, holder, journal, house.desk, faces);
    }

    @AfterEach
    void leave() {
        file.close();
        journal.close();
        ((Logger) LoggerFactory.getLogger(PolicyFile.class)).detachAppender(log);
    }

    @Test
    void andSaysEveryProblemWithItsLine() throws Exception {
        AccessPolicy before = holder.current();
        write(SOUND.replace("duties: [review]", "duties: [rule]").replace("max: 8h", "max: for ever"));
        assertTrue(log.next().endsWith("is broken; the policy before stays in force"));
        assertPlace("duties: [review]", log.next());
        assertPlace("max: 8h", log.next());
        assertEquals(before, holder.current());

        write(SOUND.replace("max: 8h", "max: 7h"));
        String line = log.next();
        assertTrue(line.startsWith("the policy is now "), line);
        assertTrue(holder.current().text().contains("max: 7h"));
    }

    @Test
    void norDoesAFileThatIsGone() throws Exception {
        AccessPolicy before = holder.current();
        Files.delete(directory.resolve("access.yaml"));
        String line = log.next();
        assertTrue(line.contains("cannot be read; the policy before stays in force"), line);
        assertEquals(before, holder.current());
    }

    private static void assertPlace(String sound, String said) {
        long line = SOUND.substring(0, SOUND.indexOf(sound)).lines().count();
        assertTrue(said.startsWith("access.yaml:" + line + ":"), () -> said + " is not about line " + line);
    }

    private void write(String text) throws IOException {
        Path changed = Files.writeString(directory.resolve("access.new"), text);
        Files.move(changed, directory.resolve("access.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
}
