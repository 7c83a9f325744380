package dev.bastion.ssh.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Many sessions through a bastion, each on an outer connection of its own: {@code ManySessions PORT KEY CERTIFICATE TARGET
 * TARGET-PORT COUNT COMMAND}. Prints {@code open} when all are there, then either ends with its standard input or, when all were closed
 * by the bastion, prints {@code data} and {@code closed} with the Unix time in milliseconds of the last byte, of the first
 * close and of the last close.
 */
public final class ManySessions {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int AT_ONCE = 8;

    private final SshClient client = SshClient.setUpDefaultClient();
    private final int port;
    private final String target;
    private final int targetPort;
    private final String command;
    private final List<Opened> sessions = new ArrayList<>();

    private ManySessions(int port, String target, int targetPort, String command) {
        this.port = port;
        this.target = target;
        this.targetPort = targetPort;
        this.command = command;
    }

    /** One session, when the last byte of its host came, and when it was closed. */
    private record Opened(ClientChannel channel, AtomicLong lastByte, AtomicLong closed) {}

    /** Notes when bytes of the host come; what the bastion itself says at the end is none of those. */
    private static final class Listener extends OutputStream {
        private final AtomicBoolean anything = new AtomicBoolean();
        private final AtomicLong lastTick = new AtomicLong();

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            anything.set(true);
            if (length > 0 && bytes[offset] == LightTarget.TICK) {
                lastTick.set(System.currentTimeMillis());
            }
        }
    }

    public static void main(String[] arguments)
            throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
        ManySessions many = new ManySessions(
                Integer.parseInt(arguments[0]), arguments[3], Integer.parseInt(arguments[4]), arguments[6]);
        many.prepare(Path.of(arguments[1]), Path.of(arguments[2]));
        many.open(Integer.parseInt(arguments[5]));
        System.out.println("open");
        System.out.flush();
        Thread.ofVirtual().start(many::endWithStandardInput);
        many.awaitEnd();
        System.exit(0);
    }

    private void prepare(Path key, Path certificate) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(key)) {
            KeyPair pair = SecurityUtils.loadKeyPairIdentities(
                            null, NamedResource.ofName(key.toString()), in, FilePasswordProvider.EMPTY)
                    .iterator()
                    .next();
            var certified = PublicKeyEntry.parsePublicKeyEntry(Files.readString(certificate))
                    .resolvePublicKey(null, null, null);
            client.addPublicKeyIdentity(new KeyPair(certified, pair.getPrivate()));
        }
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        // MINA looks for the name that it dialled, which here is a loopback address on both legs.
        CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, false);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        client.start();
    }

    private void open(int count) throws InterruptedException, ExecutionException {
        try (ExecutorService openers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Opened>> opening = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                opening.add(openers.submit(this::session));
            }
            for (Future<Opened> each : opening) {
                sessions.add(each.get());
            }
        }
    }

    private Opened session() throws IOException {
        HostConfigEntry host = new HostConfigEntry(target, target, targetPort, "deploy", "alice@127.0.0.1:" + port);
        ClientSession session = client.connect(host).verify(PATIENCE).getSession();
        session.auth().verify(PATIENCE);
        Listener listener = new Listener();
        AtomicLong closed = new AtomicLong();
        ChannelExec channel = session.createExecChannel(command);
        channel.setUsePty(true);
        channel.setPtyType("xterm");
        channel.setOut(listener);
        channel.addCloseFutureListener(future -> closed.compareAndSet(0, System.currentTimeMillis()));
        channel.open().verify(PATIENCE);
        while (!listener.anything.get()) {
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 5L);
            if (channel.isClosed()) {
                throw new IOException("a session was closed at its start");
            }
        }
        return new Opened(channel, listener.lastTick, closed);
    }

    private void endWithStandardInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println(e);
        }
        System.exit(0);
    }

    private void awaitEnd() {
        sessions.forEach(session -> session.channel().waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L));
        System.out.printf("data %d%n", latest(Opened::lastByte));
        System.out.printf(
                "closed %d %d%n",
                sessions.stream().mapToLong(each -> each.closed().get()).min().orElseThrow(), latest(Opened::closed));
        System.out.flush();
    }

    private long latest(Function<Opened, AtomicLong> what) {
        return sessions.stream()
                .map(each -> what.apply(each).get())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
