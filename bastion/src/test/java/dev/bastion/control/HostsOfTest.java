package dev.bastion.control;

import dev.bastion.certs.Onward;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.enrol.HostProbe;
import dev.bastion.enrol.Joining;
import dev.bastion.enrol.ShownKey;
import dev.bastion.policy.OldAlgorithm;
import dev.bastion.policy.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A network with hosts that show what a test says, and take every login but those that it names. */
final class HostsOfTest implements HostProbe {
    final List<ShownKey> shown = new ArrayList<>();
    final List<String> places = new ArrayList<>();
    final Set<String> refusedLogins = new HashSet<>();
    final Set<String> ownKeys = new HashSet<>();
    final List<Onward> used = new ArrayList<>();

    @Override
    public List<ShownKey> keys(String host, int port, Set<OldAlgorithm> old) {
        places.add(host + ":" + port);
        return shown;
    }

    @Override
    public void login(Target target, String login, Function<Optional<InetAddress>, Onward> made) throws IOException {
        used.add(made.apply(Optional.empty()));
        if (refusedLogins.contains(login)) {
            throw new IOException("%s did not accept the login \"%s\"".formatted(target.name(), login));
        }
    }

    Joining.Known known(SshPublicKey authority) {
        return new Joining.Known() {
            @Override
            public List<SshPublicKey> authorities() {
                return List.of(authority);
            }

            @Override
            public Optional<String> revocations() {
                return Optional.empty();
            }

            @Override
            public Set<String> ownKeys() {
                return ownKeys;
            }
        };
    }

    static String base64(SshPublicKey key) {
        return Base64.getEncoder().encodeToString(key.blob());
    }
}
