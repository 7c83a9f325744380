package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bastion.policy.TestPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explain and diff need policies and nothing else: no bastion.yaml, no keys, no ledger. */
class PoliciesAreComparedByThemselvesTest {
    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("old.yaml"), TestPolicies.HOUSE);
        Files.writeString(directory.resolve("new.yaml"), TestPolicies.HOUSE.replace("max: 4h", "max: 2h"));
    }

    @Test
    void explainsAWish() {
        Run explain = Run.in(
                directory,
                "explain",
                "alice",
                "db1",
                "--policy",
                "old.yaml",
                "--login",
                "postgres",
                "--at",
                "2026-11-20T14:00:00Z",
                "--for",
                "2h",
                "--reason",
                "disk is full",
                "--ticket",
                "INC-7");

        assertEquals(0, explain.status(), explain::toString);
        assertEquals("""
                rule careful does not: it does not cover target 'prod-db-1'; it does not give login 'postgres'; it gives at most 1h, not 2h
                rule prod covers it
                rule staging does not: it does not cover target 'prod-db-1'; it does not give login 'postgres'
                rule prod decides: shell,exec,sftp-read,sftp-write for 2h, at most 4h
                needs 1 of: bob, dave
                approved at 14:00 UTC it ends at 16:00 UTC
                to be reviewed within 1d by: bob, dave
                in an emergency: nothing without approval
                """, explain.out());
    }

    @Test
    void explainsAWishForSeveralTargets() {
        Run explain = Run.in(
                directory,
                "explain",
                "alice",
                "db1",
                "prod-web-1",
                "prod-db-1",
                "--policy",
                "old.yaml",
                "--login",
                "deploy");
        assertEquals(0, explain.status(), explain::toString);
        assertTrue(explain.out().contains("rule prod covers it"), explain::out);
        Run none =
                Run.in(directory, "explain", "alice", "db1", "staging-1", "--policy", "old.yaml", "--login", "deploy");
        assertEquals(1, none.status(), none::toString);
        assertTrue(none.out().contains("rule prod does not: it does not cover target 'staging-1'"), none::out);
        Run unknown = Run.in(directory, "explain", "alice", "db1", "prod-db-9", "--policy", "old.yaml");
        assertTrue(unknown.err().contains("there is no target 'prod-db-9'"), unknown::err);
    }

    @Test
    void refusesWhatIsNoLengthPermitAddressOrPolicy() throws IOException {
        for (String[] wrong : new String[][] {
            {"--for", "soon", "'soon' is no length of time"},
            {"--permit", "shell,fly", "there is no permit 'fly'"},
            {"--from", "example.com", "'example.com' is no IP address"}
        }) {
            Run run = Run.in(directory, "explain", "alice", "db1", "--policy", "old.yaml", wrong[0], wrong[1]);
            assertEquals(2, run.status(), run::toString);
            assertTrue(run.err().contains(wrong[2]), run::err);
        }
        Files.writeString(directory.resolve("new.yaml"), "version: 1\nrules: 7\n");
        Run broken = Run.in(directory, "diff", "old.yaml", "new.yaml");
        assertEquals(1, broken.status(), broken::toString);
        assertTrue(broken.err().contains("new.yaml:2:"), broken::err);
        assertEquals(2, Run.in(directory, "diff", "old.yaml", "none.yaml").status());
    }

    @Test
    void saysWhoGainsAndLoses() throws IOException {
        Run diff = Run.in(directory, "diff", "old.yaml", "new.yaml");

        assertEquals(0, diff.status(), diff::toString);
        assertTrue(diff.out().contains("""
                        alice, dave, erin on prod-db-1 as postgres
                          - shell,exec,sftp-read,sftp-write; for 45m, at most 4h; approved by 1 of reviewers; a request waits 2h; a reason; to be reviewed within 1d
                          + shell,exec,sftp-read,sftp-write; for 45m, at most 2h; approved by 1 of reviewers; a request waits 2h; a reason; to be reviewed within 1d
                        """), diff::out);
        assertEquals(
                "nobody gains or loses anything\n",
                Run.in(directory, "diff", "old.yaml", "old.yaml").out());
        JsonNode json = new ObjectMapper()
                .readTree(Run.in(directory, "diff", "old.yaml", "new.yaml", "--json")
                        .out());
        assertEquals(2, json.get("rights").size());
        assertEquals("alice", json.get("rights").get(0).get("people").get(0).asText());
        assertEquals(0, json.get("duties").size());
    }
}
