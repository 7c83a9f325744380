package dev.bastion.e2e;

import dev.bastion.Bastion;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * {@code bastion serve} by a wall clock that somebody turns: the file that TURNED_BY names holds the difference to the true
 * one. The clock that counts since the start of the machine stays true, as it does when an administrator turns the other.
 * (faketime, which does this to any program, makes the JVM spin in its timed waits.)
 */
final class ServeByATurnedClock {
    private ServeByATurnedClock() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ConfigReading reading = ConfigReader.read(Path.of(arguments[2]), System.getenv());
        Clock clock = new Turned(Path.of(System.getenv("TURNED_BY")));
        Bastion bastion = Bastion.start(((ConfigReading.Accepted) reading).config(), clock);
        Runtime.getRuntime().addShutdownHook(new Thread(bastion::close));
        bastion.awaitEnd();
    }

    private static final class Turned extends Clock {
        private final Path file;

        Turned(Path file) {
            this.file = file;
        }

        @Override
        public Instant instant() {
            try {
                return Instant.now().plus(Duration.parse(Files.readString(file).strip()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
