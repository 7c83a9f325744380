package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands never rewrite access.yaml: they print the lines to add, and those are right. */
class PrintedLinesFitIntoThePolicyTest {
    @TempDir
    Path directory;

    @BeforeEach
    void initialise() throws IOException {
        Run.in(directory, "init", "--demo");
        Run.in(directory, "init", "--demo", "--keys", "others");
        String text = Files.readString(directory.resolve("access.yaml"));
        Files.writeString(
                directory.resolve("access.yaml"),
                text.replace(
                                "people: {}\n",
                                people("alice", "access-ca", "engineers") + "  bob: "
                                        + people("bob", "host-ca", "reviewers").replaceFirst("(?s).*bob: ", ""))
                        .replace("targets: {}\n", target())
                        .replace("rules: []\n", rule()));
    }

    @Test
    void areTakenByCheck() {
        Run check = Run.in(directory, "check");
        assertEquals(0, check.status(), check::err);
    }

    @Test
    void explainSaysWhichRuleDecides() {
        Run explain = Run.in(directory, "explain", "alice", "DB1.", "--login", "postgres");
        assertEquals(0, explain.status(), explain::err);
        assertEquals("""
                rule to-prod covers it
                rule to-prod decides: shell,exec for 45m, at most 4h
                it would be refused: a reason is missing
                needs 1 of: bob
                approved at 14:00 UTC it ends at 14:45 UTC
                in an emergency: nothing without approval
                """, explain.out());
    }

    @Test
    void explainSaysWhyNoRuleDoes() {
        Run explain = Run.in(directory, "explain", "bob", "prod-db-1", "--login", "root");
        assertEquals(1, explain.status());
        assertEquals("""
                rule to-prod does not: it is not for 'bob'; it does not give login 'root'; target 'prod-db-1' has no login 'root'
                no rule lets bob ask for this
                in an emergency: nothing without approval
                """, explain.out());
    }

    @Test
    void refusesNameThatIsNone() {
        Run person = Run.in(directory, "person", "Alice B", "--key-file", "others/access-ca.pub");
        assertEquals(2, person.status());
        assertTrue(person.err().contains("'Alice B' is no name"), person::err);
    }

    @Test
    void refusesKeyThatIsNone() {
        Run person = Run.in(directory, "person", "alice", "--key", "ssh-ed25519 AAAA");
        assertEquals(2, person.status());
        assertTrue(person.err().contains("that is no public key"), person::err);
    }

    @Test
    void trustsNoHostUnseen() {
        Run target = Run.in(directory, "target", "db", "--address", "198.51.100.7:22", "--login", "postgres");
        assertEquals(2, target.status());
        assertTrue(target.err().contains("no host is trusted unseen"), target::err);
    }

    private String people(String name, String key, String group) {
        return Run.in(directory, "person", name, "--key-file", "others/" + key + ".pub", "--group", group)
                .out();
    }

    private String target() {
        return Run.in(
                        directory,
                        "target",
                        "prod-db-1",
                        "--address",
                        "198.51.100.7:2201",
                        "--alias",
                        "db1",
                        "--label",
                        "env=prod",
                        "--login",
                        "postgres",
                        "--login",
                        "deploy",
                        "--host-key-file",
                        "others/host-key.pub")
                .out();
    }

    private static String rule() {
        return """
               rules:
                 - name: to-prod
                   groups: [engineers]
                   labels: {env: prod}
                   logins: [postgres]
                   permits: [shell, exec]
                   duration: {default: 45m, max: 4h}
                   approvals: {count: 1, from: reviewers}
                   reason: required
                   start: approval
                   lapse: 1h
               """;
    }
}
