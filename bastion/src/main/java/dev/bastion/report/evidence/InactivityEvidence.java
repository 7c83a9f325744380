package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.Disabling;
import dev.bastion.policy.Person;
import dev.bastion.policy.text.Durations;
import dev.bastion.report.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** After how long without use people are disabled, and who was. */
final class InactivityEvidence implements Evidence {
    private static final Duration MOST = Duration.ofDays(90);

    @Override
    public Finding in(Grounds grounds) {
        Optional<Duration> after = grounds.config().people().disableAfter();
        List<Person> enabled = grounds.policy().people().stream()
                .filter(person -> grounds.state().disabling(person.name()).isEmpty())
                .toList();
        List<String> now = grounds.state().disablings().stream()
                .filter(disabling -> disabling.by().isEmpty())
                .map(Disabling::person)
                .toList();
        List<String> idle = enabled.stream()
                .filter(person -> grounds.state()
                        .countsFrom(person.name())
                        .filter(from -> from.plus(MOST).isBefore(grounds.now()))
                        .isPresent())
                .map(Person::name)
                .toList();
        return new Showing()
                .figure("inactive accounts: disabled after %s; disabled for that now: %s"
                        .formatted(after.map(Durations::text).orElse("no time at all"), listed(now)))
                .figure(oldest(grounds, enabled))
                .gapIf(after.isEmpty(), "people.disable-after is never")
                .gapIf(
                        after.filter(length -> length.compareTo(MOST) > 0).isPresent(),
                        "people.disable-after is more than 90d")
                .gapOf("not disabled, and without use for more than 90d", idle)
                .gapOf(
                        "time without use does not count yet, for no bastion ran with this policy",
                        enabled.stream()
                                .filter(person -> grounds.state()
                                        .countsFrom(person.name())
                                        .isEmpty())
                                .map(Person::name)
                                .toList())
                .finding();
    }

    private static String oldest(Grounds grounds, List<Person> enabled) {
        return enabled.stream()
                .flatMap(person ->
                        grounds.state().lastUse(person.name()).stream().map(use -> Map.entry(person.name(), use)))
                .min(Map.Entry.comparingByValue())
                .map(use -> "of those who are not disabled the oldest last use is of %s, %s"
                        .formatted(use.getKey(), Report.time(use.getValue())))
                .orElse("nobody who is not disabled has logged in yet");
    }
}
