package dev.bastion.ssh;

import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.Mask;
import dev.bastion.recorder.mask.MaskKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What policies, which know nothing of recordings, call the kinds that are masked, and what the ledger does. */
final class Masks {
    private Masks() {}

    static Set<MaskKind> of(Rule rule) {
        return rule.masks().stream().map(Masks::kind).collect(Collectors.toUnmodifiableSet());
    }

    private static MaskKind kind(Mask mask) {
        return switch (mask) {
            case PAN -> MaskKind.PAN;
            case IBAN -> MaskKind.IBAN;
            case SSN -> MaskKind.SSN;
            case EMAIL -> MaskKind.EMAIL;
            case AWS_KEY -> MaskKind.AWS_KEY;
            case JWT -> MaskKind.JWT;
            case PRIVATE_KEY -> MaskKind.PRIVATE_KEY;
            case PASSWORD -> MaskKind.PASSWORD;
        };
    }

    /** As the ledger counts them: nothing where nothing was masked. */
    static Optional<Map<String, Long>> counted(Map<MaskKind, Long> masked) {
        return masked.isEmpty()
                ? Optional.empty()
                : Optional.of(masked.entrySet().stream()
                        .collect(Collectors.toMap(count -> count.getKey().word(), Map.Entry::getValue)));
    }
}
