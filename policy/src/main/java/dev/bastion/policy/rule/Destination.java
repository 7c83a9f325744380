package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.bastion.policy.text.Checks;
import dev.bastion.policy.text.HostNames;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * Some of the places that a target may be asked to connect to: {@code localhost:5432}, {@code db-?.internal:3306},
 * {@code [::1]:8080}. In a host {@code *} stands for any characters of one part of the name and {@code ?} for one of them;
 * the port is one number and never that of ssh. ASCII alone; case does not count. Nothing is resolved here: the target
 * does that. Immutable.
 *
 * @param text as the rule says it
 */
public record Destination(String text) {

    /** The port that is never forwarded: hosts are reached through the bastion, where they are recorded. */
    public static final int SSH = 22;

    private static final int MAX_CHARACTERS = 260;
    private static final int MAX_PORT = 65535;
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9_.*?-]+)):([1-9][0-9]{0,4})");

    /** Throws an {@link IllegalArgumentException} when the text is no destination. */
    public Destination {
        requireNonNull(text, "text is null");
        Checks.check(text.length() <= MAX_CHARACTERS, "a destination has at most " + MAX_CHARACTERS + " characters");
        Matcher form = form(text);
        Checks.check(form.matches(), "it is not of the form host:port");
        Checks.check(
                form.group(1) == null || HostNames.isIpv6(form.group(1)), "what is in brackets is no IPv6 address");
        Checks.check(
                form.group(1) != null || isPattern(form.group(2)), "the host is no name, address or pattern of one");
        int port = Integer.parseInt(form.group(3));
        Checks.check(port <= MAX_PORT, "there is no port " + port);
        Checks.check(port != SSH, "port 22 is not forwarded; ssh -J reaches hosts");
    }

    /** Whether it is that place. */
    public boolean matches(String host, int port) {
        Matcher form = form(text);
        Checks.check(form.matches(), "a destination was checked when it was made");
        return Integer.parseInt(form.group(3)) == port
                && canonical(host)
                        .filter(
                                form.group(1) == null
                                        ? expression(form.group(2))::matches
                                        : canonical(form.group(1)).orElseThrow()::equals)
                        .isPresent();
    }

    /**
     * The one form of a host as somebody typed it: a name in lower case without a dot at its end, or an address as Java
     * writes it; nothing when it is neither.
     */
    public static Optional<String> canonical(String typed) {
        requireNonNull(typed, "typed is null");
        String host = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
        Optional<String> address = HostNames.address(host).map(InetAddress::getHostAddress);
        return address.isPresent() || !HostNames.isName(host) ? address : Optional.of(host.toLowerCase(Locale.ROOT));
    }

    private static Matcher form(String text) {
        return FORM.matcher(text);
    }

    /** Each pattern must be a name, or an address, for some characters in the places of its wildcards. */
    private static boolean isPattern(String host) {
        return HostNames.isHost(host)
                || HostNames.isName(host.replace('*', 'x').replace('?', 'x'))
                || HostNames.isIpv4(host.replace('*', '1').replace('?', '1'));
    }

    private static Pattern expression(String host) {
        StringBuilder expression = new StringBuilder();
        for (char next : host.toLowerCase(Locale.ROOT).toCharArray()) {
            expression.append(
                    switch (next) {
                        case '*' -> "[^.:]*";
                        case '?' -> "[^.:]";
                        default -> Pattern.quote(String.valueOf(next));
                    });
        }
        return Pattern.compile(expression.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
