package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import java.util.List;
import java.util.function.Supplier;

/**
 * How clients reach this bastion and what they trust, for the profile that {@code ssh-config} prints. Immutable.
 *
 * @param names the bastion's own names; the first is what people type
 * @param host the address or name that clients connect to
 * @param port the port there; 0 where only the running bastion knows it, and the profile then names none
 * @param hostKey the outer host key, pinned under the bastion's own name
 * @param hostAuthorities the keys of the host CA that clients should have now, trusted for the targets' names and for no
 *     other (THREATS T8); more than one while one takes another's place
 */
public record ClientProfile(
        List<String> names, String host, int port, SshPublicKey hostKey, Supplier<List<SshPublicKey>> hostAuthorities) {
    public ClientProfile {
        names = List.copyOf(names);
        requireNonNull(host, "host is null");
        requireNonNull(hostKey, "hostKey is null");
        requireNonNull(hostAuthorities, "hostAuthorities is null");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the bastion has no name");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not between 0 and 65535".formatted(port));
        }
    }

    /** What people type after {@code ssh}. */
    String name() {
        return names.getFirst();
    }
}
