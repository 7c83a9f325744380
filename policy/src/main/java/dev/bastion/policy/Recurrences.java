package dev.bastion.policy;

import dev.bastion.policy.PersonEvent.AccessRecurring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notices who is given the same again and again: a rule that fits what people do needs fewer requests. */
final class Recurrences {

    private static final int TIMES = 5;
    private static final Duration WITHIN = Duration.ofDays(30);

    private final Scene scene;

    Recurrences(Scene scene) {
        this.scene = scene;
    }

    /** A proposal for each target that this grant, not yet in the state, makes one too often; one in thirty days. */
    List<AccessEvent> with(Grant grant) {
        Instant since = scene.now().minus(WITHIN);
        List<Grant> recent = scene.state().grantsOf(grant.person()).stream()
                .filter(before -> before.approvedAt().isAfter(since))
                .toList();
        List<AccessEvent> proposals = new ArrayList<>();
        for (String target : grant.targets()) {
            int times = 1
                    + (int) recent.stream()
                            .filter(before -> before.targets().contains(target))
                            .count();
            if (times >= TIMES && !proposed(grant.person(), target, since)) {
                proposals.add(new AccessRecurring(grant.person(), target, grant.rule(), times, scene.now()));
            }
        }
        return proposals;
    }

    private boolean proposed(String person, String target, Instant since) {
        return scene.state().recurring().stream()
                .anyMatch(known -> known.person().equals(person)
                        && known.target().equals(target)
                        && known.at().isAfter(since));
    }
}
