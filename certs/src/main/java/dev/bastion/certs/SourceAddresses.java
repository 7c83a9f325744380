package dev.bastion.certs;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The value of the critical option {@code source-address}: addresses and networks in CIDR form between commas.
 *
 * <p>As in OpenSSH's {@code addr_match_cidr_list}, one entry that is malformed or has bits set beyond its mask spoils
 * the whole list, and nothing is negated or resolved.
 */
final class SourceAddresses {
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    private SourceAddresses() {}

    /** Whether an address is in the list; false too if the list is not well formed. */
    static boolean contain(String list, InetAddress source) {
        boolean contained = false;
        for (String entry : list.split(",", -1)) {
            Optional<Network> network = Network.parse(entry);
            if (network.isEmpty()) {
                return false;
            }
            contained |= network.get().contains(source);
        }
        return contained;
    }

    /** Whether the list is one address and nothing besides. */
    static boolean isOne(String list) {
        return Network.parse(list)
                .filter(network -> network.prefix() == network.bits())
                .isPresent();
    }

    /** The entry for one address alone. */
    static String only(InetAddress address) {
        String host = address.getHostAddress();
        if (host.indexOf('%') >= 0) {
            throw new IllegalArgumentException("address \"" + host + "\" has a zone, which means nothing elsewhere");
        }
        return host + "/" + 8 * address.getAddress().length;
    }

    private record Network(BigInteger address, int bits, int prefix) {

        static Optional<Network> parse(String entry) {
            int slash = entry.indexOf('/');
            Optional<byte[]> address = literal(slash < 0 ? entry : entry.substring(0, slash));
            if (address.isEmpty()) {
                return Optional.empty();
            }
            int bits = 8 * address.get().length;
            if (slash < 0) {
                return Optional.of(new Network(new BigInteger(1, address.get()), bits, bits));
            }
            String length = entry.substring(slash + 1);
            if (!PREFIX_LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits) {
                return Optional.empty();
            }
            Network network = new Network(new BigInteger(1, address.get()), bits, Integer.parseInt(length));
            return network.hasHostBits() ? Optional.empty() : Optional.of(network);
        }

        boolean contains(InetAddress source) {
            byte[] candidate = source.getAddress();
            return 8 * candidate.length == bits
                    && new BigInteger(1, candidate).shiftRight(bits - prefix).equals(address.shiftRight(bits - prefix));
        }

        private boolean hasHostBits() {
            return address.signum() != 0 && address.getLowestSetBit() < bits - prefix;
        }

        /** Never asks a resolver: dotted numbers are read here, and the JDK resolves nothing that holds a colon. */
        private static Optional<byte[]> literal(String text) {
            if (IPV4.matcher(text).matches()) {
                return ipv4(text);
            }
            if (!IPV6.matcher(text).matches()) {
                return Optional.empty();
            }
            try {
                byte[] address = InetAddress.getByName(text).getAddress();
                // An IPv6 text for an IPv4 address would be compared with a mask of the wrong length.
                return address.length == 4 ? Optional.empty() : Optional.of(address);
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }

        private static Optional<byte[]> ipv4(String text) {
            byte[] address = new byte[4];
            int i = 0;
            for (String number : DOT.split(text, -1)) {
                int value = Integer.parseInt(number);
                if (value > 255) {
                    return Optional.empty();
                }
                address[i++] = (byte) value;
            }
            return Optional.of(address);
        }
    }
}
