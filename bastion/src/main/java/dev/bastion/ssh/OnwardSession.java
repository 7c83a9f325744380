package dev.bastion.ssh;

import dev.bastion.certs.Onward;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.io.IoSession;

/** The client's end of one connection to a target: it asks only for host keys of the types that the target is known by. */
final class OnwardSession extends ClientSessionImpl {
    private final Target target;
    private volatile Onward credentials;

    OnwardSession(ClientFactoryManager client, IoSession ioSession, Target target) throws Exception {
        super(client, ioSession);
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** What the login will show; before {@link #auth}. */
    void credentials(Onward made) {
        credentials = made;
    }

    /** What the login shows, or null where it has nothing to show. */
    Onward credentials() {
        return credentials;
    }

    @Override
    protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
        List<String> types = new ArrayList<>();
        for (IdentityKey key : target.hostKeys()) {
            types.add(key.type());
        }
        return Algorithms.signaturesFor(types, !target.hostAuthorities().isEmpty()).stream()
                .map(NamedFactory::getName)
                .collect(Collectors.joining(","));
    }

    /** Closes the socket: no byte passes from here on. */
    void cut() {
        if (getIoSession() instanceof SocketSession socket) {
            socket.sever();
        }
    }
}
