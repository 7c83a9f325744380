package dev.bastion.ssh;

import dev.bastion.control.Caller;
import dev.bastion.control.CommandChannel;
import dev.bastion.control.Newcomer;
import dev.bastion.control.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control command ({@code ssh bastion whoami}) on a {@code session} channel of the outer connection. It runs on a
 * virtual thread of its own, which may wait.
 */
final class CommandSession implements Command, CommandChannel {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSession.class);
    private static final int REFUSED = 1;
    private static final int OUR_FAULT = 5;

    /** Runs a command line for a caller and answers its exit status. */
    @FunctionalInterface
    interface Runner {
        int run(Caller caller, String commandLine, CommandChannel channel);
    }

    /** Runs what somebody may who is nobody here yet, and answers its exit status. */
    @FunctionalInterface
    interface NewcomerRunner {
        int run(Newcomer newcomer, String commandLine, CommandChannel channel);
    }

    private final Runner runner;
    private final NewcomerRunner forNewcomers;
    private final String commandLine;
    private final List<Consumer<Window>> resizes = new CopyOnWriteArrayList<>();
    private final List<Runnable> closes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private Environment environment;

    CommandSession(Runner runner, NewcomerRunner forNewcomers, String commandLine) {
        this.runner = runner;
        this.forNewcomers = forNewcomers;
        this.commandLine = commandLine;
    }

    @Override
    public void start(ChannelSession channel, Environment env) {
        environment = env;
        env.addSignalListener((on, signal) -> resizes.forEach(listener -> listener.accept(window())), Signal.WINCH);
        Runnable command = NewcomerConnection.in(channel.getSession())
                .map(this::begun)
                .orElseGet(() -> begun(OuterConnection.of(channel.getSession()), channel));
        Thread.ofVirtual().name("command").start(command);
    }

    private Runnable begun(OuterConnection outer, ChannelSession channel) {
        outer.commandOpened(channel);
        channel.addCloseFutureListener(future -> outer.commandClosed(channel));
        Identity identity = outer.identity();
        Caller caller = new Caller(
                identity.person(),
                Optional.of(identity.key()),
                identity.byCertificate(),
                identity.source(),
                identity.proofs(),
                SignedLogin.of(channel.getSession()));
        return () -> run(identity.person().name(), () -> runner.run(caller, commandLine, this));
    }

    private Runnable begun(NewcomerConnection connection) {
        Newcomer newcomer = connection.newcomer();
        if (!connection.mayBegin()) {
            return () -> exit.onExit(REFUSED);
        }
        return () -> {
            try {
                run(newcomer.source().toString(), () -> forNewcomers.run(newcomer, commandLine, this));
            } finally {
                connection.ended();
            }
        };
    }

    private void run(String who, IntSupplier command) {
        int status = OUR_FAULT;
        try {
            status = command.getAsInt();
            out.flush();
            err.flush();
        } catch (IOException e) {
            LOG.debug("{} left before the answer: {}", who, e.toString());
        } catch (RuntimeException e) {
            LOG.error("a command of {} failed", who, e);
        } finally {
            exit.onExit(status);
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (closed.compareAndSet(false, true)) {
            closes.forEach(Runnable::run);
        }
    }

    @Override
    public Optional<Window> terminal() {
        return environment.getEnv().containsKey(Environment.ENV_COLUMNS) ? Optional.of(window()) : Optional.empty();
    }

    @Override
    public String terminalType() {
        return environment.getEnv().getOrDefault(Environment.ENV_TERM, "dumb");
    }

    private Window window() {
        Map<String, String> env = environment.getEnv();
        return new Window(number(env.get(Environment.ENV_COLUMNS)), number(env.get(Environment.ENV_LINES)));
    }

    private static int number(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void onResize(Consumer<Window> listener) {
        resizes.add(listener);
    }

    @Override
    public boolean open() {
        return !closed.get();
    }

    @Override
    public void onClose(Runnable listener) {
        closes.add(listener);
        if (closed.get()) {
            listener.run();
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }
}
