package dev.bastion.policy;

import dev.bastion.policy.text.HostNames;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses that no target may have: this machine, its links, the bastion itself, and what is no single host. Asked when a
 * policy is read, and again when a configured name has been resolved. Immutable.
 */
public final class ForbiddenAddresses {

    private static final String BROADCAST = "255.255.255.255";

    private final boolean demo;
    private final Set<String> ownNames = new HashSet<>();
    private final Set<InetAddress> ownAddresses = new HashSet<>();

    /**
     * As for one bastion.
     *
     * @param demo whether targets may lie on this machine
     * @param own host names and IP addresses of the bastion
     */
    public ForbiddenAddresses(boolean demo, Set<String> own) {
        this.demo = demo;
        for (String host : own) {
            HostNames.address(host).ifPresentOrElse(ownAddresses::add, () -> ownNames.add(plain(host)));
        }
    }

    /** Why a target may not have that host name or address; nothing when it may, as far as its text shows. */
    public Optional<String> refusal(String host) {
        Optional<InetAddress> address = HostNames.address(host);
        return address.isPresent() ? refusal(address.get()) : nameRefusal(plain(host));
    }

    /** Why a target may not have that address; nothing when it may. */
    public Optional<String> refusal(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.getHostAddress().equals(BROADCAST)) {
            return Optional.of("is the address of no single host");
        }
        if (demo) {
            return Optional.empty();
        }
        if (address.isLoopbackAddress()) {
            return Optional.of("is a loopback address: this machine");
        }
        if (address.isLinkLocalAddress()) {
            return Optional.of("is a link-local address");
        }
        return ownAddresses.contains(address) ? Optional.of("is an address of the bastion itself") : Optional.empty();
    }

    private Optional<String> nameRefusal(String name) {
        if (demo) {
            return Optional.empty();
        }
        boolean local = name.equals("localhost")
                || name.endsWith(".localhost")
                || name.startsWith("localhost.")
                || name.equals("ip6-localhost")
                || name.equals("ip6-loopback");
        if (local) {
            return Optional.of("is a name of this machine");
        }
        return ownNames.contains(name) ? Optional.of("is a name of the bastion itself") : Optional.empty();
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
