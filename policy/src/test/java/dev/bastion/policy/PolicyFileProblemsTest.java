package dev.bastion.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bastion.policy.yaml.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyFileProblemsTest {

    private static List<Problem> problems(String text) {
        return problems(text, ParseContext.PLAIN);
    }

    private static List<Problem> problems(String text, ParseContext context) {
        return assertInstanceOf(PolicyReading.Broken.class, AccessPolicy.parse(text, context))
                .problems();
    }

    private static void assertOnly(String expected, List<Problem> problems) {
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(expected, problems.getFirst().text("access.yaml"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(
                        "logins: [postgres, deploy]",
                        "loginz: [postgres]",
                        "rules[1].loginz: there is no key 'loginz' here"),
                arguments(
                        "max: 4h",
                        "max: 4 hours",
                        "rules[1].duration.max: '4 hours' is not a length of time from 1s to 7d"),
                arguments(
                        "default: 45m, max: 4h",
                        "default: 5h, max: 4h",
                        "rules[1].duration.default: the default is longer than the maximum"),
                arguments("name: prod", "name: careful", "rules[1].name: another rule is called 'careful' already"),
                arguments("name: prod", "name: Prod!", "rules[1].name: 'Prod!' is not a name"),
                arguments(
                        "labels: {env: prod}\n    logins",
                        "targets: [nowhere]\n    logins",
                        "rules[1].targets[0]: there is no target 'nowhere'"),
                arguments(
                        "groups: [engineers]\n    labels",
                        "groups: [enginers]\n    labels",
                        "rules[1].groups[0]: there is no group 'enginers'"),
                arguments("people: [alice]", "people: [alize]", "rules[2].people[0]: there is no person 'alize'"),
                arguments(
                        "logins: [deploy, root],",
                        "logins: [deploy, root], old-algorithms: [none],",
                        "targets.prod-web-1.old-algorithms[0]: "),
                arguments(
                        "logins: [deploy, root],",
                        "logins: [deploy, root], principals: {nobody: web},",
                        "targets.prod-web-1.principals.nobody: 'nobody' is no login of this target"),
                arguments(
                        "logins: [deploy, root],",
                        "logins: [deploy, root], principals: {root: \"web,root\"},",
                        "targets.prod-web-1.principals.root: 'web,root' is not a principal"),
                arguments(
                        "count: 1, from: reviewers",
                        "count: 1, from: nobody",
                        "rules[1].approvals.from: there is no group 'nobody'"),
                arguments(
                        "count: 1, from: reviewers",
                        "count: 3, from: reviewers",
                        "rules[1].approvals.from: the group 'reviewers' has 2 people, and the rule needs 3 approvals"),
                arguments(
                        "count: 1, from: reviewers",
                        "count: 0, from: reviewers",
                        "rules[1].approvals.count: '0' is not a whole number from 1 to 10"),
                arguments("auto-approve: true", "auto-approve: yes", "rules[2].auto-approve: this is not a condition"),
                arguments("auto-approve: true", "plain-key: true", "rules[2]: nothing says who approves"),
                arguments("permits: [shell]", "permits: [root]", "rules[0].permits[0]: 'root' is not a word for this"),
                arguments("permits: [shell]", "permits: []", "rules[0].permits: this is empty"),
                arguments(
                        "logins: [root]\n    permits",
                        "logins: [rot]\n    permits",
                        "rules[0].logins[0]: no target of this rule has a login 'rot'"),
                arguments(
                        "logins: [root]\n    permits",
                        "logins: [a@b]\n    permits",
                        "rules[0].logins[0]: 'a@b' is not a login"),
                arguments(
                        "latest-start: 8h",
                        "lapse: 3h",
                        "rules[0].start: a grant that starts at first use must start some time"),
                arguments(
                        "start: first-use", "start: approval", "rules[0].latest-start: this grant starts at approval"),
                arguments("start: first-use", "start: whenever", "rules[0].start: 'whenever' is not a word for this"),
                arguments(
                        "\"INC-[0-9]+\"",
                        "\"INC-[0-9\"",
                        "rules[0].ticket: this is not a ticket pattern: missing closing ] at '[0-9'"),
                arguments(
                        "aliases: [db1]",
                        "aliases: [prod-web-1]",
                        "targets.prod-db-1.aliases[0]: 'prod-web-1' already names target 'prod-web-1'"),
                arguments(
                        "aliases: [db1]",
                        "aliases: [2130706433]",
                        "targets.prod-db-1.aliases[0]: '2130706433' could be taken for an address"),
                arguments("aliases: [db1]", "aliases: [DB1]", "targets.prod-db-1.aliases[0]: 'DB1' is not a name"),
                arguments(
                        "\"10.0.0.5:22\"",
                        "\"10.0.0.256:22\"",
                        "targets.prod-db-1.address: '10.0.0.256:22' is not a host and a port"),
                arguments(
                        "\"10.0.0.5:22\"",
                        "\"10.0.0.5:0\"",
                        "targets.prod-db-1.address: '10.0.0.5:0' has port 0, where nothing listens"),
                arguments(
                        "\"10.0.0.5:22\"",
                        "\"a b:22\"",
                        "targets.prod-db-1.address: 'a b:22' is not a host and a port"),
                arguments(
                        "duties: [review]",
                        "duties: [approve]",
                        "groups.reviewers.duties[0]: approving is no duty of a group"),
                arguments(
                        "duties: [review]",
                        "duties: [rule]",
                        "groups.reviewers.duties[0]: 'rule' is not a word for this"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    when: person.nam == 'alice'",
                        "rules[1].when: this is not a condition"),
                arguments("lapse: 2h", "lapse: 2h\n    when: person.name", "rules[1].when: this is not a condition"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    commands: [\"* x\"]",
                        "rules[1].commands[0]: this is not a pattern: the program must be named to the letter"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    commands: [uptime]",
                        "rules[1].permits: a shell runs any command and reads any file"),
                arguments(
                        "sftp-read, sftp-write]",
                        "sftp-read, sftp-write, forward]",
                        "rules[1].permits: the rule permits forward and names no destination"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    forward: [\"localhost:5432\"]",
                        "rules[1].forward: the rule does not permit forward"),
                arguments(
                        "sftp-read, sftp-write]",
                        "sftp-read, forward]\n    forward: [\"localhost:22\"]",
                        "rules[1].forward[0]: this is no destination: port 22 is not forwarded; ssh -J reaches hosts"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    paths: {read: [var/log]}",
                        "rules[1].paths.read[0]: this is no absolute path"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    hours: [{days: [mon-fri], from: \"8:00\", to: \"18:00\", zone: UTC}]",
                        "rules[1].hours[0].from: this is no time of day"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    hours: [{days: [monday], from: \"08:00\", to: \"18:00\", zone: UTC}]",
                        "rules[1].hours[0].days[0]: 'monday' is not a word for this"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    hours: [{days: [mon], from: \"08:00\", to: \"18:00\", zone: Mars}]",
                        "rules[1].hours[0].zone: there is no such time zone"),
                arguments(
                        "lapse: 2h", "lapse: 2h\n    sources: [10.0.0.1/8]", "rules[1].sources[0]: this is no network"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    sessions: 0",
                        "rules[1].sessions: '0' is not a whole number from 1 to 1000"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    idle: 1s",
                        "rules[1].idle: '1s' is not a length of time from 5s to 1d"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    second-factor: {for: [login]}",
                        "rules[1].second-factor.for[0]: 'login' is not a word for this"),
                arguments("lapse: 2h", "lapse: 2h\n    key: strong", "rules[1].key: 'strong' is not a word for this"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    break-glass: {max: 4h, review-within: 4h}",
                        "rules[1].break-glass.max: an emergency gives no less than the rule's 4h"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    masks: [pan, pin]",
                        "rules[1].masks[1]: 'pin' is not a word for this"),
                arguments("lapse: 2h", "lapse: 2h\n    masks: []", "rules[1].masks: this is empty"),
                arguments(
                        "permits: [shell, exec, sftp-read, sftp-write]",
                        "permits: [sftp-read]\n    masks: [pan]",
                        "rules[1].masks: the rule permits nothing that has a terminal"),
                arguments(
                        "lapse: 2h",
                        "lapse: 2h\n    retention: pci",
                        "rules[1].retention: there is no class of retention 'pci'"),
                arguments(
                        "review: {within: 24h}",
                        "review: {within: 24h, by: [auditors]}",
                        "rules[1].review.by[0]: there is no group 'auditors'"),
                arguments(
                        "count: 1, from: reviewers}",
                        "count: 1, from: reviewers}\n    extension: {approvals: 0}",
                        "rules[1].extension.approvals: '0' is not a whole number from 1 to 10"),
                arguments(
                        "{count: 1, from: reviewers}",
                        "[{count: 2, from: reviewers}, {count: 1, from: reviewers}]",
                        "rules[1].approvals: nobody counts twice, so that these groups can give 2 of the 3 approvals"),
                arguments(
                        "groups: [admins]}",
                        "groups: [admins], mail: \"carol@example.org, eve@example.org\"}",
                        "people.carol.mail: 'carol@example.org, eve@example.org' is not a mail address"),
                arguments("version: 1", "version: 2", "version: '2' is not a whole number from 1 to 1"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesKeyPlaceAndFault(String sound, String faulty, String expected) {
        assertTrue(TestPolicies.HOUSE.contains(sound), sound);

        List<Problem> problems = problems(replace(TestPolicies.HOUSE, sound, faulty));

        Problem first = problems.stream()
                .filter(problem -> (problem.key() + ": " + problem.message()).startsWith(expected))
                .findFirst()
                .orElseThrow(() -> new AssertionError(problems.toString()));
        assertTrue(first.line() > 0 && first.column() > 0);
    }

    /** Where a line is in several rules, the one of rule prod is meant. */
    private static String replace(String text, String from, String to) {
        int prod = text.indexOf(from, text.indexOf("- name: prod"));
        int at = prod < 0 ? text.indexOf(from) : prod;
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    @Test
    void tellsEveryProblemAtOnceInTheOrderOfTheFile() {
        List<Problem> problems = problems("""
                version: one
                people:
                  Alice: {keys: [], age: 3}
                groups: [engineers]
                targets:
                  db: {address: "127.0.0.1:22", logins: []}
                rules:
                  - {name: r}
                """);

        List<String> texts =
                problems.stream().map(problem -> problem.text("access.yaml")).toList();
        assertEquals(
                List.of(
                        "access.yaml:1:10: version: 'one' is not a whole number from 1 to 1",
                        "access.yaml:3:3: people.Alice: 'Alice' is not a name",
                        "access.yaml:3:17: people.Alice.keys: this is empty",
                        "access.yaml:3:21: people.Alice.age: there is no key 'age' here",
                        "access.yaml:4:9: groups: this is not a mapping",
                        "access.yaml:6:7: targets.db: nothing says how the host proves itself",
                        "access.yaml:6:17: targets.db.address: '127.0.0.1:22' is a loopback address: this machine",
                        "access.yaml:6:41: targets.db.logins: this is empty",
                        "access.yaml:8:5: rules[0]: nobody is named who may ask",
                        "access.yaml:8:5: rules[0]: no targets are named",
                        "access.yaml:8:5: rules[0].logins: this is missing",
                        "access.yaml:8:5: rules[0].permits: this is missing",
                        "access.yaml:8:5: rules[0].duration: this is missing",
                        "access.yaml:8:5: rules[0]: nothing says who approves"),
                texts);
    }

    @Test
    void refusesKeysTwoPeopleShare() {
        String text = TestPolicies.HOUSE.replace(TestKeys.line("mallory"), TestKeys.line("bob"));

        assertOnly("access.yaml:8:20: people.mallory.keys[0]: this key belongs to 'bob' already", problems(text));
    }

    @Test
    void refusesKeysOfHostsAsKeysOfPeople() {
        String text = TestPolicies.HOUSE.replace(TestKeys.line("mallory"), TestKeys.line("host-db"));

        assertOnly("access.yaml:8:20: people.mallory.keys[0]: this key belongs to a target", problems(text));
    }

    @Test
    void refusesTheBastionsOwnKeysForPeopleAndHosts() {
        ParseContext context = new ParseContext(
                false,
                Set.of(TestKeys.base64("mallory"), TestKeys.base64("host-vault")),
                Set.of(),
                Set.of(),
                Optional.empty(),
                ParseContext.YEAR);

        List<Problem> problems = problems(TestPolicies.HOUSE, context);

        assertEquals(
                List.of("people.mallory.keys[0]", "targets.vault-1.host-key"),
                problems.stream().map(Problem::key).toList());
    }

    @Test
    void refusesTheBastionsOwnNameForATarget() {
        ParseContext context =
                new ParseContext(false, Set.of(), Set.of(), Set.of("DB1"), Optional.empty(), ParseContext.YEAR);

        assertEquals(
                "'db1' is a name of the bastion itself",
                problems(TestPolicies.HOUSE, context).getFirst().message());
    }
}
