package dev.bastion.enrol;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a host is to be told when it joins. Immutable.
 *
 * @param bastion the bastion's own name, by which the host knows with whom it is enrolled
 * @param authorities the keys of the target authority, the present one and any that is to follow
 * @param revocations the newest KRL in base64, where hosts are to fetch revocations; empty where none are served
 * @param source where the bastion connects from, for the Match blocks that ask; empty where that is not fixed
 * @param hostCertificates certificates of the host's own keys
 */
public record Enrolment(
        String bastion,
        Target target,
        List<SshPublicKey> authorities,
        Optional<String> revocations,
        Optional<InetAddress> source,
        List<Certificate> hostCertificates,
        Terms terms) {
    public Enrolment {
        requireNonNull(bastion, "bastion is null");
        requireNonNull(target, "target is null");
        authorities = List.copyOf(authorities);
        requireNonNull(revocations, "revocations is null");
        requireNonNull(source, "source is null");
        hostCertificates = List.copyOf(hostCertificates);
        requireNonNull(terms, "terms is null");
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("a host that trusts no authority lets nobody in");
        }
        if (hostCertificates.stream().anyMatch(certificate -> certificate.type() != Certificate.Type.HOST)) {
            throw new IllegalArgumentException("hostCertificates has one that is no host's");
        }
    }

    /**
     * What the administrator agrees to.
     *
     * @param authorizedKeysNone whether sshd reads no authorized_keys any more
     * @param killUserProcesses whether logind ends what a login leaves running
     * @param confirmWithin after this, an enrolment that nobody confirmed is taken back; whole seconds, 10 s to 1 h
     */
    public record Terms(boolean authorizedKeysNone, boolean killUserProcesses, Duration confirmWithin) {
        /** The time that an administrator has without saying so. */
        public static final Duration USUAL = Duration.ofMinutes(5);

        private static final Duration SHORTEST = Duration.ofSeconds(10);
        private static final Duration LONGEST = Duration.ofHours(1);

        public Terms {
            requireNonNull(confirmWithin, "confirmWithin is null");
            if (confirmWithin.compareTo(SHORTEST) < 0 || confirmWithin.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("confirmWithin is not from 10s to 1h");
            }
        }
    }
}
