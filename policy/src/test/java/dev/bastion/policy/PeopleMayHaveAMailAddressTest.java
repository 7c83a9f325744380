package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.text.MailAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleMayHaveAMailAddressTest {

    private final AccessPolicy policy = new TestHouse(
                    TestPolicies.HOUSE.replace("groups: [admins]}", "groups: [admins], mail: carol@example.org}"))
            .policy.current();

    @Test
    void isReadWhereItIsGiven() {
        assertEquals(
                Optional.of(new MailAddress("carol@example.org")),
                policy.person("carol").orElseThrow().mail());
    }

    @Test
    void isNothingWhereItIsNot() {
        assertEquals(Optional.empty(), policy.person("bob").orElseThrow().mail());
    }
}
