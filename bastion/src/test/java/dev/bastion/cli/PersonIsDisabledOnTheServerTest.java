package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.ConfigReader;
import dev.bastion.config.ConfigReading;
import dev.bastion.config.Ledgers;
import dev.bastion.policy.Disabling;
import dev.bastion.policy.PersonEvent.PersonDisabled;
import dev.bastion.policy.TestPolicies;
import dev.bastion.store.PostgresForTests;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With nobody running, and beside a bastion that runs: it learns of it as of another bastion's act. */
class PersonIsDisabledOnTheServerTest {
    @TempDir
    Path directory;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void initialise() throws IOException {
        Run.in(directory, "init", "--demo");
        Files.writeString(directory.resolve("access.yaml"), TestPolicies.HOUSE);
    }

    private SqlJournal journal() throws IOException {
        return SqlJournal.open(Ledgers.settings(config()), Clock.fixed(Run.NOW, ZoneOffset.UTC));
    }

    private BastionConfig config() {
        ConfigReading reading = ConfigReader.read(directory.resolve("bastion.yaml"), environment);
        return assertInstanceOf(ConfigReading.Accepted.class, reading, reading::toString)
                .config();
    }

    private Run person(String... words) {
        String[] args = new String[words.length + 1];
        args[0] = "person";
        System.arraycopy(words, 0, args, 1, words.length);
        return Run.in(directory, environment, args);
    }

    @Test
    void writesItWhereNoBastionRuns() throws IOException {
        disablesAndEnables();
    }

    private void disablesAndEnables() throws IOException {
        Run run = person("disable", "carol", "--reason", "has left", "--by", "root");

        assertEquals(0, run.status(), run::toString);
        assertEquals("'carol' is disabled: nothing of theirs opens anything\n", run.out());
        try (SqlJournal journal = journal()) {
            assertEquals(
                    Optional.of(new Disabling("carol", Optional.of("root on the server"), "has left", Run.NOW)),
                    journal.state().disabling("carol"));
        }
        assertEquals(0, person("enable", "carol", "--reason", "is back").status());
        try (SqlJournal journal = journal()) {
            assertEquals(Optional.empty(), journal.state().disabling("carol"));
        }
        assertEquals(0, Run.in(directory, environment, "verify").status());
    }

    @Test
    void isHeardByTheBastionThatRuns() throws Exception {
        disablesBesideOneThatRuns();
    }

    private void disablesBesideOneThatRuns() throws Exception {
        try (SqlJournal running = journal()) {
            CompletableFuture<PersonDisabled> heard = new CompletableFuture<>();
            running.onCommitted(events -> events.stream()
                    .filter(PersonDisabled.class::isInstance)
                    .forEach(event -> heard.complete((PersonDisabled) event)));

            Run run = person("disable", "alice", "--reason", "has left");

            assertEquals(0, run.status(), run::toString);
            assertEquals("alice", heard.get(10, TimeUnit.SECONDS).person());
            assertTrue(running.state().disabling("alice").isPresent());
            assertTrue(running.accepting());
        }
        assertEquals(0, Run.in(directory, environment, "verify").status());
    }

    @Test
    void isHeardOverPostgreSqlToo() throws Exception {
        PostgresForTests.Database fresh = PostgresForTests.freshDatabase();
        environment = Map.of("DB_PASSWORD", fresh.password());
        Path file = directory.resolve("bastion.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(
                                "database: .*",
                                "database: {url: \"%s\", user: %s, password-env: DB_PASSWORD}"
                                        .formatted(fresh.jdbcUrl(), fresh.user())));
        disablesBesideOneThatRuns();
        disablesAndEnables();
    }

    @Test
    void saysWhatIsWrong() {
        Run nobody = person("disable", "nobody", "--reason", "has left");
        assertEquals(1, nobody.status(), nobody::toString);
        assertEquals("""
                bastion: there is no person 'nobody' in the policy
                hint: one who is not in it opens nothing
                """, nobody.err());
        assertEquals(2, person("disable", "alice").status());
        assertEquals(2, person().status());
    }
}
