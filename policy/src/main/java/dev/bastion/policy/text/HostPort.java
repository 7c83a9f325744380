package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on the network as it is typed: {@code host:port}, {@code 10.0.0.5:22}, {@code [2001:db8::1]:22}. The host is held
 * against the syntax of host names and addresses ({@link HostNames}); nothing is resolved.
 *
 * @param host without brackets
 * @param port 0 to 65535; 0 only where a listener picks one
 */
public record HostPort(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]*)\\]|([^\\[\\]:]*))(?::([0-9]{1,5}))?");

    public HostPort {
        requireNonNull(host, "host is null");
        if (!HostNames.isHost(host)) {
            throw new IllegalArgumentException("host is neither a host name nor an address");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is not in 0 to 65535");
        }
    }

    /** Nothing when it is not of the form, or has no port and there is no default. */
    public static Optional<HostPort> parse(String typed, OptionalInt defaultPort) {
        requireNonNull(typed, "typed is null");
        Matcher parts = FORM.matcher(typed);
        if (!parts.matches() || (parts.group(3) == null && defaultPort.isEmpty())) {
            return Optional.empty();
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        boolean bracketsFit = (parts.group(1) != null) == HostNames.isIpv6(host);
        int port = parts.group(3) == null ? defaultPort.getAsInt() : Integer.parseInt(parts.group(3));
        return bracketsFit && HostNames.isHost(host) && port <= 65535
                ? Optional.of(new HostPort(host, port))
                : Optional.empty();
    }

    /** What {@link #parse} reads again. */
    @Override
    public String toString() {
        return HostNames.isIpv6(host) ? "[" + host + "]:" + port : host + ":" + port;
    }
}
