package dev.bastion.ssh;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which channel requests pass, in each direction; what is not named here does not.
 *
 * <p>RFC 4254 section 6, RFC 4335 (break) and OpenSSH's PROTOCOL ({@code eow@openssh.com}, section 2.1).
 */
final class RequestRules {
    /** What becomes of a request from the client. */
    enum FromClient {
        /** Begins the channel: shell, exec, subsystem. */
        START,
        PTY,
        ENVIRONMENT,
        RESIZE,
        /** Acts on what runs, without a byte of input: recorded, then passed on. */
        SIGNAL,
        FORWARD,
        /** Lends the agent, where the grant says so. */
        AGENT,
        /** X11: refused with a sentence, because people ask for it knowingly. */
        NOT_GRANTED,
        REFUSE
    }

    private static final Set<String> ENVIRONMENT = Set.of("LANG", "LANGUAGE", "TERM", "COLORTERM", "NO_COLOR", "TZ");

    // An equals sign in a name would make another variable of it.
    private static final Pattern LOCALE = Pattern.compile("LC_[A-Z0-9_a-z]{1,29}");

    private RequestRules() {}

    static FromClient fromClient(String name) {
        return switch (name) {
            case "shell", "exec", "subsystem" -> FromClient.START;
            case "pty-req" -> FromClient.PTY;
            case "env" -> FromClient.ENVIRONMENT;
            case "window-change" -> FromClient.RESIZE;
            case "signal", "break" -> FromClient.SIGNAL;
            case "eow@openssh.com" -> FromClient.FORWARD;
            case "auth-agent-req@openssh.com" -> FromClient.AGENT;
            case "x11-req" -> FromClient.NOT_GRANTED;
            default -> FromClient.REFUSE;
        };
    }

    /** Whether a request of the target's side passes to the client. */
    static boolean fromTarget(String name) {
        return switch (name) {
            case "exit-status", "exit-signal", "xon-xoff", "eow@openssh.com" -> true;
            default -> false;
        };
    }

    /** Whether an environment variable of this name passes: language, terminal and time zone only. */
    static boolean environment(String name) {
        return ENVIRONMENT.contains(name) || LOCALE.matcher(name).matches();
    }
}
