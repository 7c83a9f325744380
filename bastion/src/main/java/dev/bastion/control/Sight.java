package dev.bastion.control;

import dev.bastion.policy.Target;
import java.util.List;
import java.util.Map;

/** Whose sessions a person may know of, and whose recordings they may see. */
final class Sight {
    private Sight() {}

    /** One's own, those on targets that one reviews, and for an administrator all. */
    static boolean ofSession(Call call, String owner, String target) {
        return owner.equals(call.name()) || call.policy().mayAdminister(call.person()) || ofRecording(call, target);
    }

    /** Recordings are for those who review the target; not even one's own is seen without that duty. */
    static boolean ofRecording(Call call, String target) {
        return call.policy()
                .mayReview(call.person(), call.policy().target(target).orElseGet(() -> gone(target)));
    }

    /** A target that the policy no longer has: whoever reviews it by name, or reviews everything, still does. */
    private static Target gone(String name) {
        return new Target(name, List.of(), name, 22, Map.of(), List.of(), List.of(), List.of());
    }
}
