package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Permit;
import dev.bastion.policy.rule.CommandPattern;
import dev.bastion.recorder.SessionRecording;
import dev.bastion.recorder.StreamLimit;
import dev.bastion.ssh.sftp.ScpCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The one request that starts a channel (RFC 4254 section 6.5), with the terminal asked for before it. Immutable. */
final class StartRequest {
    private static final StreamLimit UNLIMITED = new StreamLimit(Long.MAX_VALUE, StreamLimit.PastLimit.DIGEST);
    // ssh_signal numbers of RFC 4254 section 6.10, as a shell would report them: 128 + number.
    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("ABRT", 6),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15));

    /** The terminal of a {@code pty-req} (RFC 4254 section 6.2): its type and size. */
    record Terminal(String type, Size size) {
        /** Columns and rows; 0 where the client did not say. */
        record Size(int columns, int rows) {}

        private static final int LARGEST = 0xffff;

        static Terminal parse(byte[] payload) {
            ByteBuffer rest = ByteBuffer.wrap(payload);
            String type = HostileText.word(string(rest));
            return new Terminal(type, size(rest));
        }

        /** The size in a {@code window-change} request (RFC 4254 section 6.7). */
        static Size sizeOf(byte[] payload) {
            return size(ByteBuffer.wrap(payload));
        }

        Terminal resized(Size to) {
            return new Terminal(type, to);
        }

        private static Size size(ByteBuffer rest) {
            return rest.remaining() < 2 * Integer.BYTES
                    ? new Size(0, 0)
                    : new Size(bounded(rest.getInt()), bounded(rest.getInt()));
        }

        private static int bounded(int value) {
            return value < 0 || value > LARGEST ? 0 : value;
        }
    }

    private final String name;
    private final byte[] argument;
    private final Optional<Terminal> terminal;

    /**
     * @param name {@code shell}, {@code exec} or {@code subsystem}
     * @param argument the command's or subsystem's bytes, as the client sent them; empty for a shell
     */
    private StartRequest(String name, byte[] argument, Optional<Terminal> terminal) {
        this.name = requireNonNull(name, "name is null");
        this.argument = argument;
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    String name() {
        return name;
    }

    /** Whether the payload is what RFC 4254 says: nothing for a shell, otherwise one string, so that it reads one way. */
    static boolean wellFormed(String name, byte[] payload) {
        if (name.equals("shell")) {
            return payload.length == 0;
        }
        return payload.length >= Integer.BYTES && ByteBuffer.wrap(payload).getInt() == payload.length - Integer.BYTES;
    }

    static StartRequest of(String name, byte[] payload, Terminal terminal) {
        byte[] argument = name.equals("shell") ? new byte[0] : bytes(ByteBuffer.wrap(payload));
        return new StartRequest(name, argument, Optional.ofNullable(terminal));
    }

    /** Whether a person sits at it and reads lines of ours. */
    boolean terminalShell() {
        return name.equals("shell") && terminal.isPresent();
    }

    boolean hasTerminal() {
        return terminal.isPresent() && !subsystem();
    }

    private boolean subsystem() {
        return name.equals("subsystem");
    }

    /** Why the grant does not cover it; null where it does. */
    String refusal(RelayRules rules) {
        boolean granted = switch (name) {
            case "shell" -> rules.permits(Permit.SHELL);
            case "exec" -> rules.permits(Permit.EXEC);
            default ->
                argumentText().equals("sftp") && (rules.permits(Permit.SFTP_READ) || rules.permits(Permit.SFTP_WRITE));
        };
        if (granted) {
            return name.equals("exec") ? commandRefusal(rules) : null;
        }
        String what = switch (name) {
            case "shell" -> "a shell";
            case "exec" -> "running commands";
            default -> "the subsystem \"" + HostileText.word(argumentText()) + "\"";
        };
        return what + " is not part of this grant for " + rules.target();
    }

    private String commandRefusal(RelayRules rules) {
        String line = argumentText();
        // What is no text reads one way here and perhaps another on the host.
        boolean exact = Arrays.equals(line.getBytes(StandardCharsets.UTF_8), argument);
        if (rules.confines().commands().isEmpty() || (exact && rules.confines().allowsCommand(line))) {
            return null;
        }
        String allowed =
                rules.confines().commands().stream().map(CommandPattern::text).collect(Collectors.joining(", "));
        return "the command \"" + HostileText.word(line) + "\" is not part of this grant for " + rules.target()
                + "\nhint: " + HostileText.line("it allows: " + allowed);
    }

    /** What is asked for, for the record: the command or the subsystem; empty for a shell. */
    String asked() {
        return HostileText.line(argumentText());
    }

    /** Opens the recording that fits; it completes when it is on disk that the channel is about to start. */
    CompletionStage<ChannelTap> open(SessionRecording recording, int channel, RelayRules rules) {
        if (subsystem()) {
            return recording
                    .transfers(channel, "sftp")
                    .thenApply(transfers -> new SftpTap(recording, transfers, rules));
        }
        if (terminal.isPresent()) {
            Terminal.Size size = terminal.get().size();
            return recording
                    .terminal(
                            channel, size.columns(), size.rows(), terminal.get().type(), argumentText(), rules.masks())
                    .thenApply(made -> rules.masks().isEmpty()
                            ? new TerminalTap(made)
                            : new MaskedTerminalTap(made, rules.masks(), size.columns()));
        }
        // A shell has no limit, with or without a terminal: only a command does.
        StreamLimit limit = name.equals("shell") ? UNLIMITED : rules.execLimit();
        CompletionStage<StreamTap> streams =
                recording.streams(channel, argument, limit).thenApply(StreamTap::new);
        return ScpCommand.parse(argument)
                .<CompletionStage<ChannelTap>>map(scp -> streams.thenCombine(
                        recording.transfers(channel, "scp"),
                        (tap, transfers) -> new ScpExecTap(tap, scp, transfers, rules)))
                .orElseGet(() -> streams.thenApply(tap -> tap));
    }

    private String argumentText() {
        return new String(argument, StandardCharsets.UTF_8);
    }

    /** The status that a request of the target reports; nothing for other requests. */
    static OptionalInt exitStatus(String name, byte[] payload) {
        ByteBuffer rest = ByteBuffer.wrap(payload);
        if (name.equals("exit-status") && rest.remaining() >= Integer.BYTES) {
            return OptionalInt.of(rest.getInt());
        }
        if (name.equals("exit-signal")) {
            return OptionalInt.of(128 + SIGNALS.getOrDefault(string(rest), 0));
        }
        return OptionalInt.empty();
    }

    /** The first string of a request's payload; empty if there is none. */
    static String firstString(byte[] payload) {
        return string(ByteBuffer.wrap(payload));
    }

    private static String string(ByteBuffer from) {
        return new String(bytes(from), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer from) {
        if (from.remaining() < Integer.BYTES) {
            return new byte[0];
        }
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            return new byte[0];
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
