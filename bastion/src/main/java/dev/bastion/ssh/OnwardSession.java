package dev.bastion.ssh;

import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.OldAlgorithm;
import dev.bastion.policy.Target;
import dev.bastion.policy.text.Durations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;

/** The client's end of one connection to a target: it asks only for host keys of the types that the target is known by. */
final class OnwardSession extends ClientSessionImpl {
    private final Target target;
    private final Keepalive keepalive;
    private final Unread unread = new Unread();
    private volatile OnwardLogin login;
    private volatile int accepted = -1;
    private final AtomicReference<String> lost = new AtomicReference<>();

    OnwardSession(ClientFactoryManager client, IoSession ioSession, Target target, Keepalive keepalive)
            throws Exception {
        super(client, ioSession);
        this.target = target;
        this.keepalive = keepalive;
        Algorithms.offerBesides(this, target.oldAlgorithms());
    }

    Target target() {
        return target;
    }

    /** What it will log in with; before {@link #auth}. */
    void login(OnwardLogin with) {
        login = with;
    }

    /** What it logs in with, or null where it has nothing to show. */
    OnwardLogin login() {
        return login;
    }

    /** Forgets what it logged in with. */
    void loggedIn() {
        OnwardLogin used = login;
        login = null;
        if (used != null) {
            used.close();
        }
    }

    /** The target accepted the certificate at that place; those before it were refused. */
    void accepted(int place) {
        accepted = place;
    }

    /** The place of the certificate that the target accepted; -1 before that. */
    int accepted() {
        return accepted;
    }

    /** How the target was lost; absent where it closed the connection, or we did. */
    Optional<String> lost() {
        return Optional.ofNullable(lost.get());
    }

    @Override
    public void setAuthenticated() throws IOException {
        super.setAuthenticated();
        keepalive.watch(
                this, () -> lose(target.name() + " has not answered for " + Durations.text(keepalive.patience())));
    }

    /** As MINA's, but not without a bound for a target that reads nothing. */
    @Override
    public IoWriteFuture writePacket(Buffer packet) throws IOException {
        boolean bounded = Unread.isData(packet);
        IoWriteFuture written = super.writePacket(packet);
        if (!bounded && !unread.follow(written)) {
            lose(target.name() + " does not read what it is sent");
        }
        return written;
    }

    private void lose(String how) {
        if (lost.compareAndSet(null, how)) {
            log.warn("{} (at {}) and is cut off", how, target.address());
            cut();
        }
    }

    @Override
    protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
        List<String> types = new ArrayList<>();
        for (IdentityKey key : target.hostKeys()) {
            types.add(key.type());
        }
        List<NamedFactory<Signature>> signatures = new ArrayList<>(
                Algorithms.signaturesFor(types, !target.hostAuthorities().isEmpty()));
        if (types.contains("ssh-rsa") && target.oldAlgorithms().contains(OldAlgorithm.SSH_RSA)) {
            signatures.add(BuiltinSignatures.rsa);
        }
        return signatures.stream().map(NamedFactory::getName).collect(Collectors.joining(","));
    }

    /** Closes the socket: no byte passes from here on. */
    void cut() {
        if (getIoSession() instanceof SocketSession socket) {
            socket.sever();
        }
    }
}
