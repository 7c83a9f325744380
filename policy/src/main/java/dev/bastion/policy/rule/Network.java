package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import dev.bastion.policy.text.HostNames;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A network in CIDR form (RFC 4632, RFC 4291), or one address.
 *
 * @param prefix how many leading bits count
 */
public record Network(InetAddress address, int prefix) {

    public Network {
        requireNonNull(address, "address is null");
        Checks.check(prefix >= 0 && prefix <= bits(address), "prefix is not in 0 to " + bits(address));
    }

    /** What that text says; nothing when it is no network, and when bits are set beyond its prefix. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = HostNames.address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = bits(address.get());
        String length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        Network network = new Network(address.get(), Integer.parseInt(length));
        return network.hasHostBits() ? Optional.empty() : Optional.of(network);
    }

    /** An IPv4 address within IPv6 counts as the IPv4 address, as Java's own reading of it has it. */
    public boolean contains(InetAddress source) {
        return bits(source) == bits(address) && head(source).equals(head(address));
    }

    private BigInteger head(InetAddress of) {
        return number(of).shiftRight(bits(of) - prefix);
    }

    private boolean hasHostBits() {
        BigInteger number = number(address);
        return number.signum() != 0 && number.getLowestSetBit() < bits(address) - prefix;
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static int bits(InetAddress address) {
        return 8 * address.getAddress().length;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
