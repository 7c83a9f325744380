package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonsArePlainTextTest {

    private final TestHouse house = new TestHouse();

    private Decision ask(String reason, Optional<String> ticket) {
        Wish wish = new Wish(List.of("prod-db-1"), Optional.of("postgres"), Optional.empty(), reason, ticket, Set.of());
        return house.decide(house.desk.request("alice", wish, Proofs.NONE));
    }

    private Decision.Refused refused(Decision decision) {
        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, decision);
        assertEquals(Optional.empty(), Plain.fault(refused.sentence(), 300), refused.sentence());
        assertTrue(house.journal.events().isEmpty());
        return refused;
    }

    @Test
    void refusesAHundredKilobytes() {
        Decision.Refused refused = refused(ask("x".repeat(100_000), Optional.empty()));

        assertEquals(Reason.UNFIT, refused.code());
        assertEquals("the reason has 100000 characters, and 1000 are allowed", refused.sentence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b]52;c;aGk=\u0007", "a\u001b[2J", "two\nlines", "a\u202eb", "\u0000"})
    void refusesWhatActsOnATerminal(String reason) {
        assertEquals(Reason.UNFIT, refused(ask("x" + reason, Optional.empty())).code());
        assertEquals(
                Reason.UNFIT, refused(ask("x", Optional.of("INC" + reason))).code());
        assertEquals(
                Reason.NO_SUCH_TARGET,
                refused(house.decide(house.desk.request(
                                "alice", TestHouse.wish("t" + reason, "postgres", Duration.ofMinutes(5)), Proofs.NONE)))
                        .code());
        assertEquals(
                Reason.NO_RULE,
                refused(house.decide(house.desk.request(
                                "alice",
                                TestHouse.wish("prod-db-1", "l" + reason, Duration.ofMinutes(5)),
                                Proofs.NONE)))
                        .code());
    }

    @Test
    void refusesNoReasonWhereTheRuleAsksForOne() {
        assertEquals(Reason.REASON_MISSING, refused(ask("  ", Optional.empty())).code());
    }

    @Test
    void takesAReasonOfTheLongestLength() {
        assertInstanceOf(Decision.RequestPending.class, ask("ü".repeat(1000), Optional.empty()));
    }

    @Test
    void refusesTicketsOfAnotherForm() {
        Wish wish = new Wish(
                List.of("prod-web-1"), Optional.of("root"), Optional.empty(), "why", Optional.of("INC-7x"), Set.of());
        Decision.Refused refused = refused(house.decide(house.desk.request("alice", wish, Proofs.NONE)));

        assertEquals("the ticket 'INC-7x' is not of the form 'INC-[0-9]+'", refused.sentence());
        Wish none = new Wish(
                List.of("prod-web-1"), Optional.of("root"), Optional.empty(), "why", Optional.empty(), Set.of());
        assertEquals(
                Reason.TICKET_MISSING,
                refused(house.decide(house.desk.request("alice", none, Proofs.NONE)))
                        .code());
    }
}
