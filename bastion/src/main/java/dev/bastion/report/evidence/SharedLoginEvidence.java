package dev.bastion.report.evidence;

import static dev.bastion.report.evidence.Showing.counted;
import static dev.bastion.report.evidence.Showing.listed;

import dev.bastion.policy.SessionFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which accounts on targets several people used, and who each time. */
final class SharedLoginEvidence implements Evidence {
    @Override
    public Finding in(Grounds grounds) {
        List<SessionFacts> sessions = grounds.sessions();
        if (sessions.isEmpty()) {
            return new Finding.Nothing("no session was opened in this span");
        }
        Map<String, Set<String>> people = sessions.stream()
                .collect(Collectors.groupingBy(
                        session -> session.login() + "@" + session.target(),
                        TreeMap::new,
                        Collectors.mapping(SessionFacts::person, Collectors.toCollection(TreeSet::new))));
        List<String> shared = people.entrySet().stream()
                .filter(account -> account.getValue().size() > 1)
                .map(account -> account.getKey() + " (" + String.join(" ", account.getValue()) + ")")
                .toList();
        long granted = sessions.stream()
                .filter(session -> grounds.state()
                        .grant(session.grant())
                        .filter(grant -> grant.person().equals(session.person()))
                        .isPresent())
                .count();
        return new Showing()
                .figure("%s on %s; under a grant of the very person who used them: %d"
                        .formatted(
                                counted(sessions.size(), "session", "sessions"),
                                counted(people.size(), "account of a target", "accounts of targets"),
                                granted))
                .figure("accounts that several people used, each session with its person: " + listed(shared))
                .gapIf(
                        granted < sessions.size(),
                        (sessions.size() - granted) + " sessions are under no grant of their person")
                .finding();
    }
}
