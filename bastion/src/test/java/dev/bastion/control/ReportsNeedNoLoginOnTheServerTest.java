package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bastion.policy.SessionEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsNeedNoLoginOnTheServerTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void worked() {
        world = new World(recordings);
        world.grant();
        world.session(1);
        world.journal.append(List.of(new SessionEvent.SessionEnded(
                1,
                "client-left",
                "ab",
                0,
                0,
                Optional.of(Map.of("pan", 2L, "password", 1L)),
                false,
                world.clock.instant())));
        world.clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void administratorsAndReviewersAreShownWhoHadAccess() throws Exception {
        for (String person : List.of("bob", "carol")) {
            Channel shown = world.ssh(person, "report access");
            assertEquals(0, shown.status, shown::told);
            assertTrue(shown.printed().contains("person            alice"), shown::printed);
            assertTrue(shown.printed().contains("masked            3"), shown::printed);
            JsonNode json = new ObjectMapper()
                    .readTree(world.ssh(person, "report access --json").printed());
            assertEquals("g-1", json.path("rows").path(0).path("grant").asText());
            assertEquals("3", json.path("rows").path(0).path("masked").asText());
        }
    }

    @Test
    void inEachFormatAndOverTheSpanThatIsTyped() {
        assertTrue(world.ssh("carol", "report access --format csv").printed().startsWith("\"grant\",\"person\","));
        assertTrue(world.ssh("carol", "report rules --format html").printed().startsWith("<!doctype html>\n"));
        assertTrue(world.ssh("carol", "report people --format json").printed().startsWith("{\"title\":"));
        Channel before = world.ssh("carol", "report access --since 2026-01-01 --until 2026-02-01");
        assertFalse(before.printed().contains("alice"), before::printed);
    }

    /** What also opened a host that somebody does not review is not shown to them. */
    @Test
    void whoReviewsSomeTargetsIsShownTheirAccessAlone() {
        world.policies.replace(World.policy(
                world.text().replace("reviewers: {duties: [review]}", "reviewers: {review: {targets: [prod-web-1]}}")));
        Channel shown = world.ssh("bob", "report access");
        assertEquals(0, shown.status, shown::told);
        assertFalse(shown.printed().contains("alice"), shown::printed);
        assertTrue(world.ssh("carol", "report access").printed().contains("alice"));
    }

    @Test
    void wrongWordsAreSaid() {
        Channel nothing = world.ssh("carol", "report nothing");
        assertEquals(2, nothing.status);
        assertTrue(nothing.told().contains("there is no report 'nothing'"), nothing::told);
        assertEquals(2, world.ssh("carol", "report access --format pdf").status);
        assertEquals(2, world.ssh("carol", "report access --since tomorrow-ish").status);
        Channel turned = world.ssh("carol", "report access --since 2026-02-01 --until 2026-01-01");
        assertTrue(turned.told().contains("the span ends before it begins"), turned::told);
    }

    @Test
    void engineersAreRefused() {
        Channel refused = world.ssh("alice", "report access");
        assertEquals(1, refused.status);
        assertTrue(refused.told().contains("needs the duty administer or review"), refused::told);
    }
}
