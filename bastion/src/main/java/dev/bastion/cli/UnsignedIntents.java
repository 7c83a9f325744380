package dev.bastion.cli;

import dev.bastion.policy.AccessState;
import dev.bastion.policy.HostCertificate;
import dev.bastion.policy.IssuedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Certificates that were to be signed, the ledger says, and of which it has no signature: a crash came in between. Stateless. */
final class UnsignedIntents {
    /** Signing takes a moment, and another bastion may be about it. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private UnsignedIntents() {}

    /** One sentence each; none of them is a fault. */
    static List<String> explained(AccessState state, Instant now) {
        Instant before = now.minus(UNDER_WAY);
        Stream<String> people = state.certificates().stream()
                .filter(known -> isUnsigned(known.base64(), known.intendedAt(), before))
                .map(UnsignedIntents::sentence);
        Stream<String> hosts = state.hostCertificates().stream()
                .filter(known -> isUnsigned(known.base64(), known.intendedAt(), before))
                .map(UnsignedIntents::sentence);
        return Stream.concat(people, hosts).toList();
    }

    private static boolean isUnsigned(Optional<String> base64, Instant intendedAt, Instant before) {
        return base64.isEmpty() && intendedAt.isBefore(before);
    }

    private static String sentence(IssuedCertificate known) {
        return sentence(known.serial(), "'" + known.person() + "'", known.intendedAt());
    }

    private static String sentence(HostCertificate known) {
        return sentence(known.serial(), "the host '" + known.target() + "'", known.intendedAt());
    }

    private static String sentence(long serial, String whom, Instant at) {
        return "certificate %s for %s was intended at %s and never signed: a crash or a refusal came between, and nobody has it"
                .formatted(Long.toUnsignedString(serial), whom, at);
    }
}
