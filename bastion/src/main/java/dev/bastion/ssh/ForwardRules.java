package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.Permit;
import dev.bastion.policy.Target;
import dev.bastion.policy.rule.Confines;
import dev.bastion.policy.rule.Destination;
import dev.bastion.policy.text.HostNames;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where to a session may have its target connect: the destinations of its rule, and never to where ssh answers, for that would
 * be a way past the record (DESIGN, "No bypass"). Decides from memory alone. Thread-safe.
 */
final class ForwardRules {
    /** One sentence for all of it: whether a host is a target here is nobody's business who may not ask for it. */
    private static final String SSH =
            "ssh is not forwarded\nhint: hosts are reached through the bastion: ssh -J bastion LOGIN@HOST";

    private final Supplier<AccessPolicy> policy;
    private final Target target;
    private final Set<Permit> permits;
    private final Confines confines;

    ForwardRules(Supplier<AccessPolicy> policy, Target target, Set<Permit> permits, Confines confines) {
        this.policy = requireNonNull(policy, "policy is null");
        this.target = requireNonNull(target, "target is null");
        this.permits = Set.copyOf(permits);
        this.confines = requireNonNull(confines, "confines is null");
    }

    /** Why not; nothing where it may. */
    Optional<String> refusal(Optional<Forward> wanted) {
        if (!permits.contains(Permit.FORWARD)) {
            return Optional.of("forwarding is not part of this grant for " + target.name());
        }
        if (wanted.isEmpty()) {
            return Optional.of("what is to be forwarded to is no host and port" + allowed());
        }
        Forward forward = wanted.get();
        if (forward.port() == Destination.SSH || isThisTarget(forward) || isATarget(forward)) {
            return Optional.of(SSH);
        }
        return confines.allowsForward(forward.host(), forward.port())
                ? Optional.empty()
                : Optional.of("forwarding to " + HostileText.word(forward.toString())
                        + " is not part of this grant for " + target.name() + allowed());
    }

    private String allowed() {
        String all = confines.destinations().stream().map(Destination::text).collect(Collectors.joining(", "));
        return "\nhint: " + HostileText.line("it allows: " + all);
    }

    /** The target's own ssh, by a name that it has for itself. */
    private boolean isThisTarget(Forward forward) {
        String host = forward.host();
        return forward.port() == target.port()
                && (host.equals("localhost")
                        || host.endsWith(".localhost")
                        || HostNames.address(host)
                                .filter(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())
                                .isPresent());
    }

    private boolean isATarget(Forward forward) {
        AccessPolicy now = policy.get();
        return now.target(forward.host(), forward.port()).isPresent()
                || now.targets().stream()
                        .anyMatch(known -> known.port() == forward.port()
                                && canonical(known.address()).equals(forward.host()));
    }

    private static String canonical(String address) {
        return HostNames.address(address)
                .map(InetAddress::getHostAddress)
                .or(() -> Destination.canonical(address))
                .orElse(address);
    }
}
