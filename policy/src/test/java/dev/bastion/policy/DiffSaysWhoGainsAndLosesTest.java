package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.PolicyDiff.Changes;
import dev.bastion.policy.PolicyDiff.DutyChange;
import dev.bastion.policy.PolicyDiff.RightsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffSaysWhoGainsAndLosesTest {

    private static final String PROD =
            "shell,exec,sftp-read,sftp-write; for 45m, at most 4h; approved by 1 of reviewers; a request waits 2h;"
                    + " a reason; to be reviewed within 1d";

    private static Changes diff(String before, String after) {
        return PolicyDiff.between(TestPolicies.policy(before), TestPolicies.policy(after));
    }

    @Test
    void nothingChangesWhereOnlyWordsDo() {
        assertTrue(
                diff(TestPolicies.HOUSE, TestPolicies.HOUSE + "\n# a comment\n").none());
    }

    @Test
    void aRuleByAnotherNameEndsItsGrants() {
        Changes changes = diff(TestPolicies.HOUSE, TestPolicies.HOUSE.replace("name: staging", "name: stage"));
        assertEquals(List.of(), changes.rights());
        assertEquals(List.of("staging"), changes.rulesGone());
        assertEquals(List.of("stage"), changes.rulesNew());
    }

    @Test
    void namesWhoLosesAndWhatTheyGainInItsPlace() {
        Changes changes = diff(TestPolicies.HOUSE, TestPolicies.HOUSE.replace("max: 4h", "max: 2h"));

        assertEquals(
                List.of(
                        new RightsChange(
                                new TreeSet<>(Set.of("alice", "dave", "erin")),
                                new TreeSet<>(Set.of("prod-db-1")),
                                "postgres",
                                List.of(PROD),
                                List.of(PROD.replace("4h", "2h"))),
                        new RightsChange(
                                new TreeSet<>(Set.of("alice", "dave", "erin")),
                                new TreeSet<>(Set.of("prod-db-1", "prod-web-1")),
                                "deploy",
                                List.of(PROD),
                                List.of(PROD.replace("4h", "2h")))),
                changes.rights().stream()
                        .sorted((one, other) -> other.login().compareTo(one.login()))
                        .toList());
        assertEquals(List.of(), changes.duties());
    }

    @Test
    void namesWhatIsNoLongerMasked() {
        String masked = TestPolicies.HOUSE.replace("    lapse: 2h\n", "    lapse: 2h\n    masks: [pan, password]\n");
        Changes changes = diff(masked, TestPolicies.HOUSE);

        assertEquals(
                List.of(PROD.replace("; to be", "; masks pan, password; to be")),
                changes.rights().getFirst().lost());
        assertEquals(List.of(PROD), changes.rights().getFirst().gained());
    }

    @Test
    void namesDuties() {
        Changes changes = diff(
                TestPolicies.HOUSE,
                TestPolicies.HOUSE.replaceFirst("carol: (.*) groups: \\[admins\\]", "carol: $1 groups: [reviewers]"));

        assertEquals(
                List.of(new DutyChange(
                        new TreeSet<>(Set.of("carol")),
                        List.of("administer"),
                        List.of(
                                "approve under the rule 'careful'",
                                "approve under the rule 'prod'",
                                "review everything"))),
                changes.duties());
        assertEquals(
                List.of("staging-1"), List.copyOf(changes.rights().getFirst().targets()));
    }

    @Test
    void aPersonWhoIsGoneLosesEverything() {
        Changes changes = diff(TestPolicies.HOUSE, TestPolicies.HOUSE.replaceFirst("  erin: .*\n", ""));

        assertTrue(changes.rights().stream()
                .allMatch(change -> change.people().equals(Set.of("erin"))
                        && change.gained().isEmpty()));
        assertEquals(3, changes.rights().size());
    }

    @Test
    void anotherOrderOfRulesIsAChange() {
        String two = TestPolicies.HOUSE.replace("logins: [root]", "logins: [root, deploy]");
        String cut = two.substring(two.indexOf("  - name: careful"), two.indexOf("  - name: prod"));
        String moved = two.replace(cut, "") + cut;

        List<RightsChange> rights = diff(two, moved).rights();

        assertEquals(1, rights.size());
        assertTrue(rights.getFirst().lost().getFirst().startsWith("decides first: shell; for 30m"), rights::toString);
    }

    /** Held against asking for every person, target and login by itself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void saysTheSameAsAskingForEach(long seed) {
        Random random = new Random(seed);
        AccessPolicy before = TestPolicies.policy(RandomPolicies.text(random, 12, 12, 10));
        AccessPolicy after = TestPolicies.policy(RandomPolicies.text(random, 12, 12, 10));

        Map<String, List<List<String>>> found = new TreeMap<>();
        for (RightsChange change : PolicyDiff.between(before, after).rights()) {
            for (String person : change.people()) {
                for (String target : change.targets()) {
                    found.put(person + " " + target + " " + change.login(), List.of(change.lost(), change.gained()));
                }
            }
        }

        assertEquals(each(before, after), found);
    }

    private static Map<String, List<List<String>>> each(AccessPolicy before, AccessPolicy after) {
        Map<String, List<List<String>>> each = new TreeMap<>();
        for (Person person : before.people()) {
            for (Target target : before.targets()) {
                for (String login : List.of("root", "deploy", "postgres")) {
                    List<String> old = offers(before, person.name(), target.name(), login);
                    List<String> now = offers(after, person.name(), target.name(), login);
                    List<String> lost = new ArrayList<>(old);
                    lost.removeAll(now);
                    List<String> gained = new ArrayList<>(now);
                    gained.removeAll(old);
                    if (!lost.isEmpty() || !gained.isEmpty()) {
                        each.put(person.name() + " " + target.name() + " " + login, List.of(lost, gained));
                    } else if (!old.equals(now)) {
                        each.put(
                                person.name() + " " + target.name() + " " + login,
                                List.of(
                                        List.of("decides first: " + old.getFirst()),
                                        List.of("decides first: " + now.getFirst())));
                    }
                }
            }
        }
        return each;
    }

    private static List<String> offers(AccessPolicy policy, String person, String target, String login) {
        Person asker = policy.person(person).orElseThrow();
        Target wanted = policy.target(target).orElseThrow();
        return policy.rules().stream()
                .filter(rule -> rule.isFor(asker) && rule.targets().covers(wanted))
                .filter(rule -> rule.logins().contains(login) && wanted.logins().contains(login))
                .map(rule -> Offer.of(rule, policy))
                .distinct()
                .toList();
    }
}
