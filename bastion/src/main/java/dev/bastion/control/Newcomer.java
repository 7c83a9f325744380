package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.SshPublicKey;
import java.net.InetSocketAddress;

/**
 * Somebody who is nobody here yet: a connection has proved a key that is no person's. They may sign on, and nothing else.
 *
 * @param key the key whose signature was verified on this connection
 */
public record Newcomer(SshPublicKey key, InetSocketAddress source) {
    public Newcomer {
        requireNonNull(key, "key is null");
        requireNonNull(source, "source is null");
    }
}
