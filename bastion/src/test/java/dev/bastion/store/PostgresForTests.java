package dev.bastion.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One real PostgreSQL for all tests of this JVM, and a fresh database for each that asks.
 *
 * <p>The server is Debian's own, started on first use in a directory of its own, on a free port of loopback, with a
 * password that nobody else knows. It ends with this JVM. Safe for many threads.
 */
public final class PostgresForTests {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private PostgresForTests() {}

    /** Where a test's database answers. */
    public record Database(String jdbcUrl, String user, String password) {}

    /**
     * Makes an empty database. Without a PostgreSQL on this machine the calling test is skipped; in CI it fails.
     *
     * @throws SQLException if the server refuses
     */
    public static Database freshDatabase() throws SQLException {
        PostgresServer server = Started.SERVER.orElseGet(PostgresForTests::missing);
        String name = "test_" + NUMBERS.incrementAndGet();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Database(server.url(name), PostgresServer.OWNER, server.password());
    }

    private static PostgresServer missing() {
        String sentence = "no PostgreSQL is installed (hint: apt-get install postgresql, or deploy/test)";
        Assumptions.assumeTrue(System.getenv("CI") != null, sentence);
        throw new AssertionError(sentence);
    }

    /** The language starts the server once, on first use. */
    private static final class Started {
        static final Optional<PostgresServer> SERVER = programs().map(PostgresServer::start);
    }

    /** The directory of {@code initdb}: the newest of Debian's, else one on the PATH. */
    private static Optional<Path> programs() {
        Stream<Path> debian = entries(Path.of("/usr/lib/postgresql")).stream()
                .sorted(Comparator.reverseOrder())
                .map(version -> version.resolve("bin"));
        Stream<Path> path = Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of);
        return Stream.concat(debian, path)
                .filter(dir -> Files.isExecutable(dir.resolve("initdb")))
                .findFirst();
    }

    private static List<Path> entries(Path dir) {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.toList();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + dir, e);
        }
    }
}
