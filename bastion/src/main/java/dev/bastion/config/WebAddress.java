package dev.bastion.config;

import dev.bastion.policy.text.HostNames;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What an address must be that the bastion itself connects to: of https, or of http where nothing leaves the machine. */
public final class WebAddress {
    private WebAddress() {}

    /**
     * What is wrong with it, which repeats none of it: an address may hold a secret.
     *
     * @param demo whether http may go anywhere
     * @param what would leave this machine in the open otherwise
     */
    public static Optional<String> fault(String text, boolean demo, String what) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException notOne) {
            return Optional.of("the address is not a URL");
        }
        String host = url.getHost() == null ? "" : url.getHost().replaceAll("^\\[|\\]$", "");
        boolean open = "http".equalsIgnoreCase(url.getScheme());
        if (!(open || "https".equalsIgnoreCase(url.getScheme())) || !HostNames.isHost(host)) {
            return Optional.of("the address is not one of https");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("the address holds a user or a fragment");
        }
        return open && !demo && !loopback(host)
                ? Optional.of(what + " would leave this machine in the open")
                : Optional.empty();
    }

    static boolean loopback(String host) {
        return host.equals("localhost")
                || HostNames.address(host)
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
    }
}
