package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;

import dev.bastion.policy.Duty;
import dev.bastion.policy.Person;
import java.util.EnumSet;
import java.util.List;

/** Whether one person holds duties that watch each other. */
final class DutyEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<Person> people = grounds.policy().people();
        return new Showing()
                .figure("of %s %d administer, %d review, %d approve"
                        .formatted(
                                counted(people.size(), "person", "persons"),
                                number(grounds, Duty.ADMINISTER),
                                number(grounds, Duty.REVIEW),
                                number(grounds, Duty.APPROVE)))
                .gapOf("both administer and review", both(grounds, Duty.ADMINISTER, Duty.REVIEW))
                .gapOf("both administer and approve", both(grounds, Duty.ADMINISTER, Duty.APPROVE))
                .finding();
    }

    private static long number(Grounds grounds, Duty duty) {
        return grounds.policy().people().stream()
                .filter(person -> grounds.policy().duties(person).contains(duty))
                .count();
    }

    private static List<String> both(Grounds grounds, Duty one, Duty other) {
        return grounds.policy().people().stream()
                .filter(person -> grounds.policy().duties(person).containsAll(EnumSet.of(one, other)))
                .map(Person::name)
                .toList();
    }
}
