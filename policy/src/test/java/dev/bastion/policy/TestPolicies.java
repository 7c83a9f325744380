package dev.bastion.policy;

/** Policies that tests share. */
public final class TestPolicies {

    /**
     * alice and erin are engineers, bob and dave review, carol administers, mallory has nothing. Rules: {@code prod} (one
     * approval of reviewers, at most 4h), {@code careful} (two approvals, first use within 8h, ticket, login deploy only on
     * prod-web-1), {@code staging} (approves by itself).
     */
    public static final String HOUSE = """
            version: 1
            people:
              alice: {keys: ["%s"], groups: [engineers]}
              erin: {keys: ["%s"], groups: [engineers]}
              bob: {keys: ["%s"], groups: [reviewers]}
              dave: {keys: ["%s"], groups: [reviewers, engineers]}
              carol: {keys: ["%s"], groups: [admins]}
              mallory: {keys: ["%s"]}
            groups:
              engineers: {}
              reviewers: {duties: [review]}
              admins: {duties: [administer]}
            targets:
              prod-db-1: {address: "10.0.0.5:22", aliases: [db1], labels: {env: prod}, logins: [postgres, deploy], host-key: "%s"}
              prod-web-1: {address: "10.0.0.6:22", labels: {env: prod, tier: web}, logins: [deploy, root], host-key: "%s"}
              staging-1: {address: "10.0.1.5:22", labels: {env: staging}, logins: [deploy], host-authority: "%s"}
              vault-1: {address: "10.0.9.9:22", labels: {env: vault}, logins: [root], host-key: "%s"}
            rules:
              - name: careful
                groups: [engineers]
                targets: [prod-web-1]
                logins: [root]
                permits: [shell]
                duration: {default: 30m, max: 1h}
                approvals: {count: 2, from: reviewers}
                ticket: "INC-[0-9]+"
                start: first-use
                latest-start: 8h
              - name: prod
                groups: [engineers]
                labels: {env: prod}
                logins: [postgres, deploy]
                permits: [shell, exec, sftp-read, sftp-write]
                duration: {default: 45m, max: 4h}
                approvals: {count: 1, from: reviewers}
                lapse: 2h
                review: {within: 24h}
              - name: staging
                people: [alice]
                groups: [reviewers]
                labels: {env: staging}
                logins: [deploy]
                permits: [shell, exec]
                duration: {default: 1h, max: 8h}
                auto-approve: true
                reason: optional
            """.formatted(
                    TestKeys.line("alice"),
                    TestKeys.line("erin"),
                    TestKeys.line("bob"),
                    TestKeys.line("dave"),
                    TestKeys.line("carol"),
                    TestKeys.line("mallory"),
                    TestKeys.line("host-db"),
                    TestKeys.line("host-web"),
                    TestKeys.line("host-authority"),
                    TestKeys.line("host-vault"));

    /** The same, where {@code prod} may be taken at once in an emergency, for at most 30m, and reviewed within 4h. */
    public static final String EMERGENCIES = HOUSE.replace(
            "    review: {within: 24h}\n",
            "    review: {within: 24h}\n    break-glass: {max: 30m, review-within: 4h}\n");

    private TestPolicies() {}

    /** The text as a policy; fails with every problem when it is none. */
    public static AccessPolicy policy(String text) {
        return policy(text, ParseContext.PLAIN);
    }

    public static AccessPolicy policy(String text, ParseContext context) {
        return switch (AccessPolicy.parse(text, context)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Broken broken ->
                throw new AssertionError(broken.problems().toString());
        };
    }
}
