package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.live.BootClock;
import dev.bastion.live.LiveGrant;
import dev.bastion.live.LiveGrants;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostRightEndsWithoutTheLedgerTest {
    private final TestHouse house = new TestHouse();
    private final LiveGrants live =
            new LiveGrants(house.journal, house.policy::current, house.clock, new BootClock(() -> 0, () -> 0));
    private final List<AccessEvent> ends = new ArrayList<>();

    LostRightEndsWithoutTheLedgerTest() {
        house.policy.onChange(changed -> RightsLost.endAtOnce(house.desk, house.journal, live, ends::add));
    }

    @Test
    void closesTheGateOfSomebodyWhoLeftThePolicy() {
        Grant grant = house.granted();
        LiveGrant gate = live.find(grant.id()).orElseThrow();
        house.journal.accepting(false);
        house.policyBecomes(TestPolicies.HOUSE.replace("alice", "alison"));
        assertFalse(gate.open());
        assertEquals(
                "grant g-" + grant.id() + " ended: 'alice' is no longer in the policy",
                gate.ended().orElseThrow().sentence());
        assertEquals(GrantEnd.RIGHT_LOST, ((GrantEvent.GrantEnded) ends.get(0)).how());
    }

    @Test
    void leavesWhatThePolicyStillGives() {
        LiveGrant gate = live.find(house.granted().id()).orElseThrow();
        house.policyBecomes(TestPolicies.HOUSE.replace("max: 4h", "max: 3h"));
        assertTrue(gate.open());
        assertEquals(List.of(), ends);
    }
}
