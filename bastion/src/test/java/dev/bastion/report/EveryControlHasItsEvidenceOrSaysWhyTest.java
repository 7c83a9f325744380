package dev.bastion.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.policy.Verdict;
import dev.bastion.report.evidence.EvidenceKind;
import dev.bastion.report.evidence.Finding;
import dev.bastion.report.evidence.Grounds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryControlHasItsEvidenceOrSaysWhyTest {
    /** The controls that bear on temporary access to production. */
    private static final Map<Framework, Set<String>> CONTROLS = Map.of(
            Framework.FFIEC,
            listed("IS II.C.7(b)|IS II.C.7(c)|IS II.C.9|IS II.C.10|IS II.C.15|IS II.C.15(a)|IS II.C.15(b)|"
                    + "IS II.C.15(c)|IS II.C.15(d)|IS II.C.20|IS II.C.22|IS III.B|IS III.C|IS III.D|AIO III.A.2(a)|"
                    + "AIO III.G|AIO VI.A.3|AIO VI.A.4|AIO VI.B.7|AIO VII.B|Authentication 2021"),
            Framework.PCI,
            listed("2.2.7|3.3.1|3.4.1|3.4.2|3.5.1|7.2.1|7.2.2|7.2.3|7.2.4|7.2.5|7.2.5.1|7.2.6|7.3.1|7.3.2|7.3.3|"
                    + "8.2.1|8.2.2|8.2.4|8.2.5|8.2.6|8.2.7|8.2.8|8.3.1|8.3.2|8.3.4|8.3.6|8.3.9|8.3.11|8.4.1|8.4.2|"
                    + "8.4.3|8.5.1|8.6.1|8.6.2|8.6.3|10.2.1|10.2.1.1|10.2.1.2|10.2.1.3|10.2.1.4|10.2.1.5|10.2.1.6|"
                    + "10.2.1.7|10.2.2|10.3.1|10.3.2|10.3.3|10.3.4|10.4.1|10.4.1.1|10.4.2|10.4.3|10.5.1|10.6.1|10.6.2|"
                    + "10.6.3|10.7.2|10.7.3|12.10.1|12.10.2|12.10.3|12.10.4|12.10.4.1|12.10.5|12.10.6|12.10.7"),
            Framework.NIST,
            listed("AC-2|AC-2(1)|AC-2(2)|AC-2(3)|AC-2(4)|AC-2(5)|AC-2(12)|AC-2(13)|AC-5|AC-6|AC-6(1)|AC-6(2)|"
                    + "AC-6(5)|AC-6(7)|AC-6(9)|AC-12|SC-10|AC-17|AC-17(1)|AC-17(2)|AC-17(3)|AC-17(4)|AU-2|AU-3|AU-3(1)|"
                    + "AU-6|AU-6(1)|AU-6(3)|AU-8|AU-9|AU-9(2)|AU-9(3)|AU-10|AU-11|AU-12|AU-12(1)|AU-12(3)|AU-14|"
                    + "AU-14(1)|AU-14(3)|IA-2|IA-2(1)|IA-2(2)|IA-2(8)"),
            Framework.SOC2,
            listed("CC6.1|CC6.2|CC6.3|CC6.6|CC6.7|CC6.8|CC7.2|CC7.3|CC7.4|CC8.1"),
            Framework.ISO,
            listed("A.5.3|A.5.15|A.5.16|A.5.17|A.5.18|A.8.2|A.8.5|A.8.15|A.8.16|A.8.17"));

    @TempDir
    Path directory;

    private static Set<String> listed(String controls) {
        return new TreeSet<>(Arrays.asList(controls.split("\\|")));
    }

    @ParameterizedTest
    @EnumSource(Framework.class)
    void eachControlIsThereOnce(Framework framework) {
        List<String> ids = framework.controls().stream().map(Control::id).toList();

        assertEquals(CONTROLS.get(framework), new TreeSet<>(ids));
        assertEquals(ids.size(), new TreeSet<>(ids).size());
    }

    @Test
    void eachKindOfEvidenceIsCalledFor() {
        Set<EvidenceKind> used = Arrays.stream(Framework.values())
                .flatMap(framework -> framework.controls().stream())
                .flatMap(control -> control.evidence().stream())
                .collect(Collectors.toSet());

        assertEquals(EnumSet.allOf(EvidenceKind.class), used);
    }

    @Test
    void oldNumbersStandBesideTheNewWhereThereWereAny() {
        assertEquals(Optional.of("8.1.4"), control("8.2.6").old());
        assertEquals(Optional.of("10.7"), control("10.5.1").old());
        assertEquals(Optional.of("8.1.6, 8.1.7"), control("8.3.4").old());
        for (String fresh : List.of("7.2.4", "7.2.5", "8.4.2", "8.5.1", "8.6.1", "8.6.2", "8.6.3", "10.4.1.1")) {
            assertEquals(Optional.empty(), control(fresh).old(), fresh);
        }
    }

    private static Control control(String id) {
        return Framework.PCI.controls().stream()
                .filter(control -> control.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Each kind in a house where everything has happened: none is a promise that nothing can keep. */
    @ParameterizedTest
    @EnumSource(EvidenceKind.class)
    void eachKindIsShownWhereItsThingHasHappened(EvidenceKind kind) throws Exception {
        Finding finding = kind.in(eventful());

        assertTrue(assertInstanceOf(Finding.Shown.class, finding).figures().stream()
                .noneMatch(String::isBlank));
    }

    private Grounds eventful() throws Exception {
        AuditedHouse audited = new AuditedHouse(directory, TestPolicies.EMERGENCIES.replace("    lapse: 2h\n", """
                            lapse: 2h
                            idle: 10m
                            second-factor: {for: [connection]}
                            sources: [192.0.2.0/24]
                        """));
        audited.configuration = """
                head-copy: copy/newest
                notify: {webhooks: [{url: "http://127.0.0.1:9/hook", secret-env: SECRET}]}
                """;
        audited.clockSet = Optional.of(TestHouse.NOON);
        audited.happens(new BastionEvent.BastionStarted("1", TestHouse.NOON));
        audited.happens(new BastionEvent.PolicyAccepted(
                audited.house.policy.current().digest(), Optional.empty(), TestHouse.NOON));
        audited.happens(new BastionEvent.LoginsRefused("203.0.113.9", 3, TestHouse.NOON, TestHouse.NOON));
        audited.happens(new PersonEvent.PeopleAppeared(Set.of("alice", "bob"), TestHouse.NOON));
        audited.happens(
                new PersonEvent.PersonDisabled("erin", Optional.of("carol"), "has left", TestHouse.NOON, false));
        audited.happens(new PersonEvent.AccessRecurring("alice", "prod-db-1", "prod", 5, TestHouse.NOON));
        audited.happens(new FactorEvent.FactorEnrolled("alice", "sealed", Set.of("ab"), TestHouse.NOON));
        Grant grant = audited.granted();
        audited.session(1, grant);
        audited.happens(new SessionEvent.RecordingRead(1, "bob", "replay", TestHouse.NOON));
        audited.happens(new SessionEvent.SessionKilled(1, "carol", "enough", TestHouse.NOON));
        audited.over(grant);
        audited.decide(audited.house.desk.afterwards().review("bob", grant.id(), Verdict.DEVIATION, "looked at wages"));
        return audited.grounds();
    }
}
