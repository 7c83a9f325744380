package dev.bastion.ssh;

import dev.bastion.certs.HostCredential;
import dev.bastion.live.Proof;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/** The SSH server that people connect to: tunnels and control commands, and nothing else. Thread-safe. */
final class OuterServer {
    /** Not OpenSSH's: its clients would send {@code no-more-sessions} to it, which is for the inner server to hear. */
    static final String IDENT = "Bastion";

    private static final int CHANNELS = 80;

    private final SshServer server = ServerBuilder.builder().build();
    private final Newcomers newcomers = new Newcomers();

    OuterServer(
            InetSocketAddress listen,
            HostCredential host,
            Gatekeeper gatekeeper,
            OuterAuth.Admission admission,
            TunnelDesk desk,
            InnerServer inner,
            OpenLogins openLogins,
            CommandSession.Runner commands,
            CommandSession.NewcomerRunner forNewcomers,
            Keepalive keepalive,
            IoGroup group) {
        Settings.apply(server, group);
        Algorithms.offerToPeople(server);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, IDENT);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, CHANNELS);
        server.setHost(listen.getAddress().getHostAddress());
        server.setPort(listen.getPort());
        server.setKeyPairProvider(KeyPairProvider.wrap(MinaKeys.keyPair(host.key())));
        // Signed before the first client comes, where that takes a token's time.
        host.ready();
        // Without a certificate the key alone is shown, which clients have pinned.
        server.setHostKeyCertificateProvider(session -> host.atHand()
                .map(face -> List.of(MinaKeys.certificate(face.certificate())))
                .orElse(List.of()));
        server.setServiceFactories(
                List.of(new AuthFactory(gatekeeper, admission, openLogins), OuterConnectionService.factory()));
        // MINA wants one named; ours is the service that asks.
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator(null);
        server.setPasswordAuthenticator(null);
        server.setKeyboardInteractiveAuthenticator(null);
        server.setGlobalRequestHandlers(List.of(new KeepAliveHandler()));
        server.setAgentFactory(null);
        server.setChannelFactories(
                List.of(TunnelChannel.factory(desk, inner, group.tasks()), new CommandChannelFactory()));
        server.setCommandFactory((channel, line) -> new CommandSession(commands, forNewcomers, line));
        server.setShellFactory(channel -> new CommandSession(commands, forNewcomers, ""));
        server.setSubsystemFactories(List.of());
        server.setSessionFactory(new Sessions(server, newcomers, keepalive));
    }

    void start() throws IOException {
        server.start();
    }

    int port() {
        return server.getPort();
    }

    /** The authenticated connections that were proved by such. */
    List<OuterConnection> connections(Predicate<Proof> provedBy) {
        return server.getActiveSessions().stream()
                .flatMap(session -> OuterConnection.in(session).stream())
                .filter(connection -> provedBy.test(connection.identity().proof()))
                .toList();
    }

    void close() throws IOException {
        server.stop(true);
    }

    /** Refuses connections beyond the limits where MINA does not leak their sockets: when the session is made. */
    private static final class Sessions extends SessionFactory {
        private final Newcomers newcomers;
        private final Keepalive keepalive;

        Sessions(SshServer server, Newcomers newcomers, Keepalive keepalive) {
            super(server);
            this.newcomers = newcomers;
            this.keepalive = keepalive;
        }

        @Override
        protected ServerSessionImpl doCreateSession(IoSession io) throws Exception {
            InetAddress from = ((InetSocketAddress) io.getRemoteAddress()).getAddress();
            if (!newcomers.arrived(from)) {
                io.close(true);
                throw new IOException("too many connections that have not authenticated from " + from.getHostAddress());
            }
            return new OuterSession(getFactoryManager(), io, keepalive, () -> newcomers.settled(from));
        }
    }

    private record AuthFactory(Gatekeeper gatekeeper, OuterAuth.Admission admission, OpenLogins openLogins)
            implements ServiceFactory, NamedResource {
        @Override
        public Service create(Session session) {
            ServerSessionImpl connection = (ServerSessionImpl) session;
            openLogins.begun(connection);
            return new OuterAuth(connection, gatekeeper, admission);
        }

        @Override
        public String getName() {
            return "ssh-userauth";
        }
    }

    /** A command takes no environment: MINA would keep as many variables as a client sends. */
    private static final class CommandChannelSession extends ChannelSession {
        @Override
        protected RequestHandler.Result handleEnvParsed(String name, String value) {
            return RequestHandler.Result.ReplyFailure;
        }

        /** As MINA's, without its line in the log for each that nobody knows: a client may send as many as it likes. */
        @Override
        protected void handleUnknownChannelRequest(String name, boolean wantReply, Buffer packet) throws IOException {
            RequestHandler.Result result = handleInternalRequest(name, wantReply, packet);
            sendResponse(packet, name, result == null ? RequestHandler.Result.Unsupported : result, wantReply);
        }
    }

    private static final class CommandChannelFactory implements ChannelFactory {
        @Override
        public String getName() {
            return "session";
        }

        @Override
        public ChannelSession createChannel(Session session) {
            return new CommandChannelSession();
        }
    }
}
