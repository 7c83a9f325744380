package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

/** What a relayed channel is for; nothing else is relayed. */
sealed interface Purpose {
    /** A session (RFC 4254 section 6.1), which the client opens. */
    record Session() implements Purpose {
        static final String TYPE = "session";
    }

    /** A connection that the target makes for the person (section 7.2), which the client opens. */
    record Connection(Forward to) implements Purpose {
        public Connection {
            requireNonNull(to, "to is null");
        }
    }

    /** A connection to the agent of the client (OpenSSH's PROTOCOL.agent), which the target opens. */
    record Agent() implements Purpose {
        static final String TYPE = "auth-agent@openssh.com";
    }
}
