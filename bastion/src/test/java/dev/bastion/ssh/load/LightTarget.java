package dev.bastion.ssh.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A host that costs next to nothing a session: its shell prints one line and waits, its command {@code tick} prints a letter
 * five times a second. Prints its port and its host key, and stays until its standard input ends.
 */
public final class LightTarget {
    /** What {@code tick} prints. */
    static final char TICK = 'x';

    private static final int TICK_MILLIS = 200;
    private static final ScheduledExecutorService TICKS = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ticks");
        thread.setDaemon(true);
        return thread;
    });

    private LightTarget() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        KeyPair key = SecurityUtils.getKeyPairGenerator("Ed25519").generateKeyPair();
        try (SshServer server = SshServer.setUpDefaultServer()) {
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(KeyPairProvider.wrap(key));
            server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
            server.setShellFactory(channel -> new Quiet(false));
            server.setCommandFactory((channel, command) -> new Quiet(command.equals("tick")));
            CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
            server.start();
            System.out.println(server.getPort() + " " + PublicKeyEntry.toString(key.getPublic()));
            System.out.flush();
            // Whoever started this holds the other end.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** A command without a thread of its own. */
    private static final class Quiet implements Command {
        private final boolean ticks;
        private OutputStream out = OutputStream.nullOutputStream();
        private List<ScheduledFuture<?>> timers = List.of();

        Quiet(boolean ticks) {
            this.ticks = ticks;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            print("ready\r\n");
            if (ticks) {
                timers =
                        List.of(TICKS.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
            }
        }

        /** A channel that has gone ends its timer by the exception. */
        private void tick() {
            try {
                print(String.valueOf(TICK));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void print(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        @Override
        public void destroy(ChannelSession channel) {
            timers.forEach(timer -> timer.cancel(false));
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setInputStream(InputStream stream) {
            // Nobody reads what is typed here.
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // Nothing is ever wrong here.
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            // It ends with its channel, never by itself.
        }
    }
}
