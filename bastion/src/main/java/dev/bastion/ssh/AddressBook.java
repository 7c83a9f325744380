package dev.bastion.ssh;

import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
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
    private final ForbiddenAddresses forbidden;
    private final Map<String, CompletableFuture<InetAddress>> known = new ConcurrentHashMap<>();

    AddressBook(Executor lookups, ForbiddenAddresses forbidden) {
        this.lookups = lookups;
        this.forbidden = forbidden;
    }

    CompletionStage<InetAddress> addressOf(Target target) {
        CompletableFuture<InetAddress> found = known.computeIfAbsent(
                target.address(), name -> CompletableFuture.supplyAsync(() -> lookUp(name), lookups));
        found.whenComplete((address, failure) -> {
            if (failure != null) {
                // A name server that was away may be back.
                known.remove(target.address(), found);
            }
        });
        return found;
    }

    private InetAddress lookUp(String name) {
        try {
            InetAddress address = InetAddress.getByName(name);
            Optional<String> refusal = forbidden.refusal(address);
            if (refusal.isPresent()) {
                throw new CompletionException(new UnknownHostException(address + " " + refusal.get()));
            }
            return InetAddress.getByAddress(name, address.getAddress());
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }
}
