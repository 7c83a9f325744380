package dev.bastion.ssh;

import dev.bastion.policy.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The IP addresses of targets: looked up once for each configured address, off the I/O threads, and kept, so that a name
 * server cannot move a target to another host between the check and the connection. Thread-safe.
 */
final class AddressBook {
    private final Executor lookups;
    private final boolean demo;
    private final Set<InetAddress> ownAddresses;
    private final Map<String, CompletableFuture<InetAddress>> known = new ConcurrentHashMap<>();

    /**
     * @param demo whether targets may live on this machine
     * @param ownAddresses where the bastion listens
     */
    AddressBook(Executor lookups, boolean demo, Set<InetAddress> ownAddresses) {
        this.lookups = lookups;
        this.demo = demo;
        this.ownAddresses = Set.copyOf(ownAddresses);
    }

    CompletionStage<InetAddress> addressOf(Target target) {
        CompletableFuture<InetAddress> found = known.computeIfAbsent(
                target.address(), name -> CompletableFuture.supplyAsync(() -> lookUp(name), lookups));
        if (found.isCompletedExceptionally()) {
            // A name server that was away may be back.
            known.remove(target.address(), found);
        }
        return found;
    }

    private InetAddress lookUp(String name) {
        try {
            InetAddress address = InetAddress.getByName(name);
            if (!demo && isThisMachine(address)) {
                throw new CompletionException(
                        new UnknownHostException("the address of a target may not be the bastion's own"));
            }
            return InetAddress.getByAddress(name, address.getAddress());
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private boolean isThisMachine(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || ownAddresses.contains(address);
    }
}
