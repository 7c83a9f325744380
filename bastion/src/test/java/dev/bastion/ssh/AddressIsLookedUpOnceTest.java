package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.Target;
import dev.bastion.policy.TestPolicies;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A name server that changes its mind moves no target; names that need none are looked up here. */
class AddressIsLookedUpOnceTest {
    private final AtomicInteger lookups = new AtomicInteger();

    @Test
    void andKept() {
        AddressBook book = book(new ForbiddenAddresses(true, Set.of()));
        Target target = targetAt("localhost");
        InetAddress first = found(book, target);
        assertTrue(first.isLoopbackAddress());
        assertSame(first, found(book, target));
        assertEquals(1, lookups.get());
    }

    @Test
    void andHeldAgainstWhatIsForbiddenAsAnAddress() {
        AddressBook book = book(new ForbiddenAddresses(false, Set.of()));
        assertRefused(book, "localhost");
        assertRefused(book, "127.9.9.9");
        assertRefused(book, "169.254.169.254");
        assertEquals("198.51.100.5", found(book, targetAt("198.51.100.5")).getHostAddress());
    }

    @Test
    void refusalIsLookedUpAgain() {
        AddressBook book = book(new ForbiddenAddresses(false, Set.of()));
        assertRefused(book, "localhost");
        assertRefused(book, "localhost");
        assertEquals(2, lookups.get());
    }

    private AddressBook book(ForbiddenAddresses forbidden) {
        return new AddressBook(
                task -> {
                    lookups.incrementAndGet();
                    task.run();
                },
                forbidden);
    }

    private static void assertRefused(AddressBook book, String address) {
        assertThrows(CompletionException.class, () -> found(book, targetAt(address)));
    }

    private static InetAddress found(AddressBook book, Target target) {
        return book.addressOf(target).toCompletableFuture().join();
    }

    /** Which addresses a policy may name at all is another test's; this one is after the policy was read. */
    private static Target targetAt(String address) {
        Target known =
                TestPolicies.policy(TestPolicies.HOUSE).target("prod-db-1").orElseThrow();
        return new Target(
                known.name(),
                known.aliases(),
                address,
                known.port(),
                known.labels(),
                known.logins(),
                known.hostKeys(),
                known.hostAuthorities(),
                known.principals(),
                known.oldAlgorithms());
    }
}
