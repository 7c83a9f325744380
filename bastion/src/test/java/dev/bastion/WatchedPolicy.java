package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

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
import dev.bastion.config.PolicyOnDisk;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.TestHouse;
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
import org.slf4j.LoggerFactory;

/** The policy file of a bastion that runs, in a directory with a ledger of its own. */
final class WatchedPolicy implements AutoCloseable {
    private static final long PATIENCE = 30;

    private final Path directory;
    private final Lines log = new Lines();
    private final SqlJournal journal;
    private final PolicyHolder holder;
    private final PolicyFile file;

    /** What is logged of the policy. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }

    /** Watches what lies in the directory. */
    WatchedPolicy(Path directory, String configuration) throws IOException {
        this.directory = directory;
        log.start();
        logger().addAppender(log);
        BastionConfig config = config(directory, configuration);
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
        PolicyOnDisk.Judgement.Accepted first = PolicyFile.read(config);
        holder = new PolicyHolder(first.policy());
        Faces faces = new Faces(
                new CertificateAuthority("host", Ed25519Pair.generate(random), random),
                directory.resolve("faces"),
                new SerialSource(clock, random, 0),
                clock,
                random);
        file = new PolicyFile(
                config,
                first.policy(),
                new PolicyInForce(holder, journal, new TestHouse().desk, faces),
                journal,
                clock);
        file.accept(first);
    }

    static BastionConfig config(Path directory, String more) {
        return assertInstanceOf(
                        ConfigReading.Accepted.class,
                        ConfigReader.parse(
                                "version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\n" + more,
                                directory.resolve("bastion.yaml"),
                                Map.of()))
                .config();
    }

    /** Lays a text in the policy's place, as editors do. */
    static void write(Path directory, String text) throws IOException {
        Path changed = Files.writeString(directory.resolve("access.new"), text);
        Files.move(changed, directory.resolve("access.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    void write(String text) throws IOException {
        write(directory, text);
    }

    /** The next line of the log, waited for. */
    String said() throws InterruptedException {
        String line = log.lines.poll(PATIENCE, TimeUnit.SECONDS);
        assertNotNull(line, "nothing more was logged");
        return line;
    }

    AccessPolicy inForce() {
        return holder.current();
    }

    SqlJournal journal() {
        return journal;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(PolicyFile.class);
    }

    @Override
    public void close() {
        file.close();
        journal.close();
        logger().detachAppender(log);
    }
}
