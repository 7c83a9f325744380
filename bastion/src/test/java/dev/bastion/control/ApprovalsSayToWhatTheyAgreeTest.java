package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsSayToWhatTheyAgreeTest {
    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void ask() {
        world = new World(recordings);
        world.ssh("alice", "request prod-db-1 prod-web-1 --login deploy --for 45m --reason disk is full");
    }

    private JsonNode request() throws Exception {
        return new ObjectMapper()
                .readTree(world.ssh("alice", "requests --json").printed())
                .get("requests")
                .get(0);
    }

    @Test
    void grantsTheShorterAndTheFewer() throws Exception {
        Channel approved = world.ssh("bob", "approve r-1 --for 20m --target db1 --note only while I watch");

        assertEquals(0, approved.status, approved::told);
        assertTrue(approved.told().contains("gives alice deploy on prod-db-1 until"), approved::told);
        JsonNode approval = request().get("approvals").get(0);
        assertEquals("bob", approval.get("by").asText());
        assertEquals(1200, approval.get("length").asInt());
        assertEquals("[\"prod-db-1\"]", approval.get("targets").toString());
        assertEquals("only while I watch", approval.get("note").asText());
        assertEquals(1200, request().get("agreed").get("length").asInt());
        assertEquals(2700, request().get("length").asInt());
    }

    @Test
    void showsTheAskerWhatIsLeftAndWhatWasSaid() {
        world.ssh("bob", "approve r-1 --for 20m --target prod-db-1 --note only while I watch");

        String list = world.ssh("alice", "requests").printed();

        assertTrue(list.contains("20m of 45m"), list);
        assertTrue(list.contains("prod-db-1 of prod-db-1,prod-web-1"), list);
        assertTrue(list.contains("r-1: bob approved 20m on prod-db-1: only while I watch"), list);
    }

    @Test
    void refusesMoreThanIsAsked() {
        Channel longer = world.ssh("bob", "approve r-1 --for 2h");

        assertEquals(2, longer.status);
        assertTrue(longer.told().contains("r-1 asks for 45m, which is less than 2h\nhint: "), longer::told);
    }

    @Test
    void saysNothingOfApprovalsThatAgreeToAllWithoutAWord() {
        world.ssh("bob", "approve r-1");

        String list = world.ssh("alice", "requests").printed();

        assertTrue(list.contains("45m "), list);
        assertEquals(2, list.lines().count(), list);
    }
}
