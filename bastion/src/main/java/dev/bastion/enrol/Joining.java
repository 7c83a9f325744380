package dev.bastion.enrol;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a bastion has for hosts that are to join it. Thread-safe; every method may block on files, {@link #look} on a host. */
public final class Joining {
    /** What changes while the bastion runs, asked anew each time. */
    public interface Known {
        /** The keys of the target authority, the present one first. */
        List<SshPublicKey> authorities() throws IOException;

        /** The newest KRL in base64; empty where none is served. */
        Optional<String> revocations() throws IOException;

        /** The bastion's own keys, faces included, each blob in base64. */
        Set<String> ownKeys() throws IOException;
    }

    private final String bastion;
    private final Optional<InetAddress> source;
    private final Known known;
    private final HostProbe probe;

    /**
     * For the hosts of one bastion.
     *
     * @param bastion its own name
     * @param source the address that its targets see; empty where that is not fixed
     */
    public Joining(String bastion, Optional<InetAddress> source, Known known, HostProbe probe) {
        this.bastion = requireNonNull(bastion, "bastion is null");
        this.source = requireNonNull(source, "source is null");
        this.known = requireNonNull(known, "known is null");
        this.probe = requireNonNull(probe, "probe is null");
    }

    /** The script for a host. */
    public EnrolmentScript script(Target target, List<Certificate> hostCertificates, Enrolment.Terms terms)
            throws IOException {
        return new EnrolmentScript(new Enrolment(
                bastion, target, known.authorities(), known.revocations(), source, hostCertificates, terms));
    }

    /**
     * Looks at a host's keys.
     *
     * @param target the one that access.yaml has there
     */
    public HostFindings look(HostPort place, Optional<Target> target) throws IOException {
        return new HostFindings(
                place,
                target,
                probe.keys(
                        place.host(),
                        place.port(),
                        target.map(Target::oldAlgorithms).orElse(Set.of())),
                known.ownKeys());
    }
}
