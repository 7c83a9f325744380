package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T9: lookup among configured ASCII names only. */
class OddNamesLeadNowhereTest {

    private final AccessPolicy policy = TestPolicies.policy(TestPolicies.HOUSE);

    @ParameterizedTest
    @ValueSource(strings = {"prod-db-1", "PROD-DB-1.", "Prod-Db-1", "db1", "DB1."})
    void findsNamesAndAliasesWhateverTheirCaseWithOneTrailingDot(String typed) {
        assertEquals("prod-db-1", policy.target(typed, 22).orElseThrow().name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "prod-db-1..",
                ".prod-db-1",
                "prod-db-1 ",
                " prod-db-1",
                "prod-db",
                "10.0.0.5",
                "2130706433",
                "127.0.0.1",
                "localhost",
                "prod-db-1%eth0",
                "prod-db-1:22",
                "root@prod-db-1",
                "prod\u2010db\u20101",
                "рrod-db-1",
                "prod-db-1\u0000",
                "prod-db-1\n",
                "d\u212A1",
                "ｄb1",
                "*",
                "prod-*",
                "../prod-db-1"
            })
    void findsNothingElse(String typed) {
        assertEquals(Optional.empty(), policy.target(typed, 22));
    }

    @Test
    void asksNoKelvinSignToBeAK() {
        AccessPolicy kay = TestPolicies.policy(TestPolicies.HOUSE.replace("[db1]", "[k1]"));

        assertTrue(kay.target("K1").isPresent());
        assertEquals(Optional.empty(), kay.target("\u212A1"));
    }

    @Test
    void findsNothingAtAnotherPort() {
        assertEquals(Optional.empty(), policy.target("prod-db-1", 2222));
        assertEquals(Optional.empty(), policy.target("prod-db-1", -1));
    }

    @Test
    void findsNothingForAnEndlessName() {
        assertEquals(Optional.empty(), policy.target("a".repeat(1_000_000)));
    }
}
