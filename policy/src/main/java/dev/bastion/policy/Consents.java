package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.text.Durations;
import dev.bastion.policy.text.Plain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds what an approver types against what is asked. */
final class Consents {

    private final AccessPolicy policy;

    Consents(AccessPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    /** What was typed, understood or refused. */
    sealed interface Reading {
        /** Targets by name, and nothing in it that does not narrow the request. */
        record Sound(Consent consent) implements Reading {}

        record Unfit(Refused why) implements Reading {}
    }

    Reading read(Consent typed, AccessRequest request) {
        Set<String> targets = new TreeSet<>();
        for (String name : typed.targets()) {
            Optional<String> target = asked(name, request);
            if (target.isEmpty()) {
                return new Reading.Unfit(notAsked(name, request));
            }
            targets.add(target.get());
        }
        Consent consent = new Consent(typed.length(), targets, typed.note().strip()).against(request);
        return Words.noteFault(typed.note())
                .or(() -> tooLong(typed.length(), request))
                .or(() -> splitExtension(consent, request))
                .<Reading>map(Reading.Unfit::new)
                .orElseGet(() -> new Reading.Sound(consent));
    }

    static Refused nothingLeft(AccessRequest request, List<Approval> counted) {
        Approval last = counted.getLast();
        return new Refused(
                Reason.UNFIT,
                "the others agreed to other targets of " + Ids.request(request.id()) + " than "
                        + Sentences.listed(last.consent().targets()) + ", so that nothing would be left",
                "approve what they agreed to, or deny it: ssh bastion deny " + Ids.request(request.id())
                        + " --reason TEXT");
    }

    /** By name or alias, or by a name that the policy has no more. */
    private Optional<String> asked(String typed, AccessRequest request) {
        return policy.target(typed)
                .map(Target::name)
                .or(() -> Optional.of(typed))
                .filter(request.targets()::contains);
    }

    private static Refused notAsked(String typed, AccessRequest request) {
        return new Refused(
                Reason.UNFIT,
                Ids.request(request.id()) + " does not ask for '" + Plain.shown(typed) + "'",
                "it asks for: " + Sentences.listed(request.targets()));
    }

    private static Optional<Refused> tooLong(Optional<Duration> length, AccessRequest request) {
        return length.filter(most -> most.compareTo(request.length()) > 0)
                .map(most -> new Refused(
                        Reason.UNFIT,
                        Ids.request(request.id()) + " asks for " + Durations.text(request.length())
                                + ", which is less than " + Durations.text(most),
                        "an approval may be shorter, never longer"));
    }

    private static Optional<Refused> splitExtension(Consent consent, AccessRequest request) {
        return consent.targets().isEmpty() || request.extendsGrant().isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.UNFIT,
                        Ids.request(request.id()) + " lengthens "
                                + Ids.grant(request.extendsGrant().getAsLong())
                                + ", which has one end for all its targets",
                        "it may be lengthened by less: --for 20m"));
    }
}
