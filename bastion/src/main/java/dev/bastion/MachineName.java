package dev.bastion;

import dev.bastion.config.BastionConfig;
import dev.bastion.policy.text.Plain;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What tells one bastion from the others on the same ledger, and stays the same when it is started anew. */
final class MachineName {
    private MachineName() {}

    /** The machine's name and the port where it listens. */
    static String with(BastionConfig config) {
        return Plain.shown(host()) + ":" + config.listen().port();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            // A machine whose own name does not resolve still has one, which Java shows only so.
            String said = nameless.getMessage();
            return said.contains(":") ? said.substring(0, said.indexOf(':')) : said;
        }
    }
}
