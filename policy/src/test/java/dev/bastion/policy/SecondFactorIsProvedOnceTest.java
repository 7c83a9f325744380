package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.Decision.FactorAccepted;
import dev.bastion.policy.Decision.FactorChanged;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecondFactorIsProvedOnceTest {

    private static final String HOME = "192.0.2.1";
    private static final Proofs FROM_HOME = new Proofs(HOME, false, false);
    private static final String STRICT = TestPolicies.HOUSE.replace(
            "    lapse: 2h\n",
            "    lapse: 2h\n    second-factor: {for: [request, approve, certificate, connection], window: 1h}\n");

    private final TestHouse house = new TestHouse(STRICT);

    @Test
    void letsNobodyAskOrApproveWithoutOne() {
        assertRefused(Reason.FACTOR_MISSING, ask(FROM_HOME));

        enrolAndConfirm("alice", 100);
        long request = ((Decision.RequestPending) ask(FROM_HOME)).request().id();

        assertRefused(
                Reason.FACTOR_MISSING,
                house.decide(house.desk.approve("bob", request, Consent.WHOLE, FROM_HOME, Optional.empty())));
        enrolAndConfirm("bob", 100);
        assertInstanceOf(
                Decision.GrantGiven.class,
                house.decide(house.desk.approve("bob", request, Consent.WHOLE, FROM_HOME, Optional.empty())));
    }

    @Test
    void isGoodForTheWindowAndFromThatAddressAlone() {
        enrolAndConfirm("alice", 100);

        assertRefused(Reason.FACTOR_NEEDED, ask(new Proofs("192.0.2.2", false, false)));
        house.clock.forward(Duration.ofMinutes(60));
        assertInstanceOf(Decision.RequestPending.class, ask(FROM_HOME));
        house.clock.forward(Duration.ofSeconds(1));
        assertRefused(Reason.FACTOR_NEEDED, ask(FROM_HOME));
    }

    @Test
    void takesNoCodeTwiceAndNoneOlder() {
        enrolAndConfirm("alice", 100);

        assertRefused(Reason.FACTOR_WRONG, show("alice", 100));
        assertRefused(Reason.FACTOR_WRONG, show("alice", 99));
        assertInstanceOf(FactorAccepted.class, show("alice", 101));
    }

    @Test
    void takesARecoveryCodeOnce() {
        Instant enrolment = enrolAndConfirm("alice", 100);
        FactorAttempt.Recovery code = new FactorAttempt.Recovery(enrolment, "aa");

        assertInstanceOf(FactorAccepted.class, house.decide(house.desk.people().proveFactor("alice", HOME, code)));
        assertRefused(Reason.FACTOR_WRONG, house.decide(house.desk.people().proveFactor("alice", HOME, code)));
    }

    @Test
    void isLockedForHalfAnHourAfterTenWrongTries() {
        Instant enrolment = enrolAndConfirm("alice", 100);
        for (int i = 0; i < FactorState.MOST_FAILURES; i++) {
            assertRefused(
                    Reason.FACTOR_WRONG,
                    house.decide(house.desk.people().proveFactor("alice", HOME, new FactorAttempt.Wrong(enrolment))));
        }

        assertRefused(Reason.FACTOR_LOCKED, show("alice", 200));
        house.clock.forward(Duration.ofMinutes(29));
        assertRefused(Reason.FACTOR_LOCKED, show("alice", 200));
        house.clock.forward(Duration.ofMinutes(1));
        assertInstanceOf(FactorAccepted.class, show("alice", 200));
    }

    @Test
    void isChangedOnlyWithAFreshProof() {
        enrolAndConfirm("alice", 100);
        house.clock.forward(Duration.ofMinutes(6));

        assertRefused(Reason.FACTOR_NEEDED, enrol("alice", "other"));
        show("alice", 101);
        assertInstanceOf(FactorChanged.class, enrol("alice", "other"));
        assertEquals("other", house.state().factor("alice").orElseThrow().sealedSecret());
    }

    @Test
    void startsAnewWithoutFreshProofWhileNoCodeWasEverRight() {
        enrol("alice", "one");

        assertInstanceOf(FactorChanged.class, enrol("alice", "two"));
        assertRefused(
                Reason.FACTOR_WRONG,
                house.decide(house.desk.people().proveFactor("alice", HOME, new FactorAttempt.Code(Instant.EPOCH, 5))));
    }

    @Test
    void isTakenAwayByAnAdministratorAndNeverTheirOwn() {
        enrolAndConfirm("alice", 100);
        enrolAndConfirm("carol", 100);

        assertRefused(Reason.NOT_ALLOWED, house.decide(house.desk.people().resetFactor("bob", "alice", "lost")));
        assertRefused(Reason.NOT_ALLOWED, house.decide(house.desk.people().resetFactor("carol", "carol", "lost")));
        assertInstanceOf(
                FactorChanged.class, house.decide(house.desk.people().resetFactor("carol", "alice", "phone lost")));
        assertRefused(Reason.FACTOR_MISSING, ask(FROM_HOME));
    }

    @Test
    void isAFidoKeyWithItsPinAsWell() {
        assertInstanceOf(Decision.RequestPending.class, ask(new Proofs(HOME, true, true)));
        assertRefused(Reason.FACTOR_MISSING, ask(new Proofs(HOME, true, false)));
    }

    @Test
    void needsTheKeyThatTheRuleAsksFor() {
        house.policyBecomes(TestPolicies.HOUSE.replace("    lapse: 2h\n", "    lapse: 2h\n    key: verify\n"));

        assertRefused(Reason.KEY_TOO_WEAK, ask(FROM_HOME));
        assertRefused(Reason.KEY_TOO_WEAK, ask(new Proofs(HOME, true, false)));
        assertInstanceOf(Decision.RequestPending.class, ask(new Proofs(HOME, true, true)));
    }

    @Test
    void isNeededToLengthenAGrantAsWell() {
        enrolAndConfirm("alice", 100);
        enrolAndConfirm("bob", 100);
        long request = ((Decision.RequestPending) ask(FROM_HOME)).request().id();
        Grant grant = ((Decision.GrantGiven)
                        house.decide(house.desk.approve("bob", request, Consent.WHOLE, FROM_HOME, Optional.empty())))
                .grant();

        assertRefused(
                Reason.FACTOR_NEEDED,
                house.decide(house.desk.extend("alice", grant.id(), Duration.ofMinutes(5), "because", Proofs.NONE)));
        assertInstanceOf(
                Decision.RequestPending.class,
                house.decide(house.desk.extend("alice", grant.id(), Duration.ofMinutes(5), "because", FROM_HOME)));
    }

    private Decision ask(Proofs proofs) {
        return house.decide(
                house.desk.request("alice", TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(45)), proofs));
    }

    private Decision enrol(String person, String secret) {
        return house.decide(house.desk.people().enrolFactor(person, secret, Set.of("aa", "bb"), FROM_HOME));
    }

    private Instant enrolAndConfirm(String person, long step) {
        enrol(person, "secret");
        assertInstanceOf(FactorAccepted.class, show(person, step));
        return house.state().factor(person).orElseThrow().enrolment();
    }

    private Decision show(String person, long step) {
        Instant enrolment = house.state().factor(person).orElseThrow().enrolment();
        return house.decide(house.desk.people().proveFactor(person, HOME, new FactorAttempt.Code(enrolment, step)));
    }

    private static void assertRefused(Reason reason, Decision decision) {
        Refused refused = assertInstanceOf(Refused.class, decision);
        assertEquals(reason, refused.code(), refused.sentence());
        assertTrue(!refused.sentence().isBlank());
    }
}
