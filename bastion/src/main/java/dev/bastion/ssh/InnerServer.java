package dev.bastion.ssh;

import dev.bastion.certs.Face;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/**
 * The SSH server inside the tunnels: it answers as the target, with the target's face, and listens nowhere. Thread-safe.
 */
final class InnerServer {
    /** One fixed ident like OpenSSH's: its clients send {@code eow@openssh.com} to no other, and {@code yes | head} hangs
     *  without. */
    static final String IDENT = "OpenSSH_9.9 Bastion";

    private final Manager manager;
    private final SessionFactory sessions;
    private final SessionMaker maker;

    InnerServer(SessionMaker maker, IoGroup group) {
        this.maker = maker;
        this.manager = (Manager) ServerBuilder.builder().factory(Manager::new).build();
        Settings.apply(manager, group);
        Algorithms.offerToPeople(manager);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(manager, IDENT);
        manager.setKeyPairProvider(KeyPairProvider.EMPTY_KEYPAIR_PROVIDER);
        manager.setServiceFactories(List.of(new AuthFactory(maker), RelayService.factory()));
        manager.setGlobalRequestHandlers(List.of());
        manager.setChannelFactories(List.of());
        this.sessions = new SessionFactory(manager) {
            @Override
            protected ServerSessionImpl doCreateSession(IoSession ioSession) throws Exception {
                return new InnerSession(getFactoryManager(), (TunnelIoSession) ioSession, maker);
            }
        };
        manager.ready(sessions);
    }

    /** What takes a tunnel's bytes. */
    IoHandler handler() {
        return sessions;
    }

    /** The face for a tunnel; done already unless a token is still to sign it. */
    CompletionStage<Face> face(TunnelChannel tunnel) {
        return maker.face(tunnel);
    }

    void close() {
        manager.unready(sessions);
    }

    /** MINA's bag of settings; it is never started, because starting it would listen. */
    private static final class Manager extends SshServer {
        void ready(SessionFactory factory) {
            setSessionFactory(factory);
            setupSessionTimeout(factory);
        }

        void unready(SessionFactory factory) {
            removeSessionTimeout(factory);
        }
    }

    private record AuthFactory(SessionMaker maker) implements ServiceFactory, NamedResource {
        @Override
        public Service create(Session session) throws IOException {
            return new InnerAuth((InnerSession) session, maker);
        }

        @Override
        public String getName() {
            return "ssh-userauth";
        }
    }
}
