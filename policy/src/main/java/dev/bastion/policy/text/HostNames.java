package dev.bastion.policy.text;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The syntax of host names (RFC 1123) and IP addresses. Nothing is resolved here. */
public final class HostNames {

    private static final int MAX_LENGTH = 253;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private HostNames() {}

    /** A host name, or an address without brackets. */
    public static boolean isHost(String text) {
        return isName(text) || isIpv4(text) || isIpv6(text);
    }

    /**
     * A host name that no resolver takes for an address: its last label is no number, so that {@code 2130706433},
     * {@code 127.1} and {@code 0x7f.1} are none.
     */
    public static boolean isName(String text) {
        requireNonNull(text, "text is null");
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    /** Four decimal numbers, none with a leading zero. */
    public static boolean isIpv4(String text) {
        return IPV4.matcher(requireNonNull(text, "text is null")).matches();
    }

    /** RFC 4291 section 2.2, without brackets and without a zone. */
    public static boolean isIpv6(String text) {
        requireNonNull(text, "text is null");
        return text.contains(":")
                && IPV6_CHARACTERS.matcher(text).matches()
                && literal(text).isPresent();
    }

    /** The address that a literal stands for; nothing for a name. */
    public static Optional<InetAddress> address(String text) {
        return isIpv4(text) || isIpv6(text) ? literal(text) : Optional.empty();
    }

    /** Only for what holds a colon or is a strict dotted quad: Java takes both for literals and asks no resolver. */
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
