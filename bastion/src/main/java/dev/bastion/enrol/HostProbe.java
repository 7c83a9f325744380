package dev.bastion.enrol;

import dev.bastion.certs.Onward;
import dev.bastion.policy.OldAlgorithm;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at hosts over the network, without a word of SSH here. Every method blocks, for a minute at the most, and is called
 * on no thread that does I/O for others. Thread-safe.
 */
public interface HostProbe {
    /**
     * Every host key that answers there, each proved by a signature of this moment, and the certificate with it where there
     * is one; logs in nowhere and believes nothing.
     *
     * @param host a host name or IP address
     * @param old algorithms that are offered to this host besides
     * @throws IOException with a sentence in our own words, where nothing that speaks SSH answers
     */
    List<ShownKey> keys(String host, int port, Set<OldAlgorithm> old) throws IOException;

    /**
     * Logs in, opens nothing and leaves; with what is kept for that login where something is, and otherwise by certificate.
     *
     * @param made the certificate for a connection from that address, which is not known for each
     * @throws IOException with a sentence in our own words, where the host is not the target or does not let us in
     */
    void login(Target target, String login, Function<Optional<InetAddress>, Onward> made) throws IOException;
}
