package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LoginsOpenByTheirPrincipalTest {
    @Test
    void namesTheRoleWhereThePolicyGivesOne() {
        Target target = TestPolicies.policy(TestPolicies.HOUSE.replace(
                        "logins: [deploy, root],", "logins: [deploy, root], principals: {root: web-admins/prod},"))
                .target("prod-web-1")
                .orElseThrow();

        assertEquals("web-admins/prod", target.principal("root"));
        assertEquals("deploy", target.principal("deploy"));
    }
}
