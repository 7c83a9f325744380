package dev.bastion.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.AuthorityFileException;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.KeyFile;
import dev.bastion.policy.AccessJournal.Decider;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyAccepted;
import dev.bastion.policy.AuthorityEvent.ProfileFetched;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.MovedClock;
import dev.bastion.policy.ParseContext;
import dev.bastion.policy.TestPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several bastions on one ledger: each step is followed without a start, and waits for whom it would cut off. */
class BastionFollowsItsAuthoritiesTest {
    private static final String BY = "root on the server";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T14:00:00Z"));
    private final InMemoryJournal journal = new InMemoryJournal();
    private final Rotation rotation =
            new Rotation(() -> TestPolicies.policy(TestPolicies.HOUSE, ParseContext.PLAIN), clock);
    private BastionConfig.Keys keys;
    private Authorities here;

    @BeforeEach
    void start() throws IOException {
        keys = new BastionConfig.Keys(directory.resolve("keys"), Optional.empty());
        for (KeyFile key : List.of(KeyFile.ACCESS_CA, KeyFile.TARGET_CA, KeyFile.HOST_CA)) {
            key.in(keys).create(key.comment(), random);
        }
        here = bastion(keys, "here:22");
    }

    @AfterEach
    void close() {
        here.close();
    }

    private Authorities bastion(BastionConfig.Keys files, String name) throws IOException {
        return Authorities.start(new KeyCabinet(files, clock), journal, name, clock, random);
    }

    private <R> R decide(Decider<R> decider) {
        return journal.submit(decider).toCompletableFuture().join();
    }

    private SshPublicKey introduce(Authority authority) throws IOException {
        try (KeyCabinet cabinet = new KeyCabinet(keys, clock)) {
            KeyCabinet.Made made = cabinet.makeFile(authority, Rotation.places(journal.state()), random);
            assertInstanceOf(
                    RotationAnswer.Done.class,
                    decide(rotation.introduce(authority, made.key().sshKey(), made.place(), BY)));
            return made.key().sshKey();
        }
    }

    private AuthorityKey known(SshPublicKey key) {
        return journal.state().authorityKeys().stream()
                .filter(one -> one.fingerprint().equals(key.fingerprint()))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier holds, String what) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, what);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void awaitHeld(SshPublicKey key, String... bastions) {
        await(() -> known(key).held().keySet().containsAll(List.of(bastions)), "the key is held");
    }

    private static void assertRefused(String part, RotationAnswer answer) {
        RotationAnswer.Refused refused = assertInstanceOf(RotationAnswer.Refused.class, answer);
        assertTrue(refused.sentence().contains(part), refused::toString);
    }

    private RotationAnswer step(Authority authority) {
        return decide(rotation.advance(authority, BY, false));
    }

    @Test
    void takesOverTheKeysThatThereAre() {
        assertEquals(3, journal.state().authorityKeys().size());
        for (AuthorityKey key : journal.state().authorityKeys()) {
            assertEquals(KeyStanding.SIGNER, key.standing());
            assertEquals("file:" + key.authority().word() + "-ca", key.place());
            assertTrue(key.held().containsKey("here:22"), key::toString);
        }
        int before = journal.events().size();
        here.close();
        assertEquals(before, journal.events().size(), "a second start says nothing new");
    }

    @Test
    void keyGoesThroughEveryStanding() throws IOException {
        SshPublicKey old = here.access().publicKey();
        SshPublicKey next = introduce(Authority.ACCESS);
        awaitHeld(next, "here:22");
        assertFalse(here.access().trusts(next));

        step(Authority.ACCESS);
        await(() -> here.access().trusts(next), "it is trusted");
        assertEquals(old, here.access().publicKey());

        step(Authority.ACCESS);
        await(() -> here.access().publicKey().equals(next), "it signs");
        assertTrue(here.access().trusts(old));
        assertEquals(KeyStanding.RETIRING, known(old).standing());

        assertRefused("is good until", decide(rotation.retire(Authority.ACCESS, Optional.empty(), BY, false)));
        clock.forward(Duration.ofMinutes(2));
        assertInstanceOf(
                RotationAnswer.Done.class, decide(rotation.retire(Authority.ACCESS, Optional.empty(), BY, false)));
        await(() -> !here.access().trusts(old), "it is trusted no more");
        assertEquals(List.of(next), here.shown(Authority.ACCESS));
    }

    @Test
    void signerWaitsForEveryBastion() throws IOException {
        Path there = directory.resolve("there");
        copyKeys(there);
        BastionConfig.Keys theirs = new BastionConfig.Keys(there, Optional.empty());
        try (Authorities other = bastion(theirs, "there:22")) {
            SshPublicKey next = introduce(Authority.TARGET);
            awaitHeld(next, "here:22");
            assertRefused("1 of the bastions cannot sign with it yet: there:22", step(Authority.TARGET));

            copyKeys(there);
            other.close();
        }
        SshPublicKey next = here.shown(Authority.TARGET).getLast();
        try (Authorities other = bastion(theirs, "there:22")) {
            awaitHeld(next, "here:22", "there:22");
            step(Authority.TARGET);
            step(Authority.TARGET);
            await(() -> other.target().publicKey().equals(next), "the other signs by it too");
            await(() -> here.target().publicKey().equals(next), "this one signs by it");
        }
    }

    private void copyKeys(Path there) throws IOException {
        Files.createDirectories(there);
        for (String name : KeyFile.ofAuthorities(keys.directory())) {
            for (String file : List.of(name, name + ".pub")) {
                if (!Files.exists(there.resolve(file))) {
                    Files.copy(
                            keys.directory().resolve(file),
                            there.resolve(file),
                            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void facesWaitForPeoplesProfiles() throws IOException {
        SshPublicKey next = introduce(Authority.HOST);
        awaitHeld(next, "here:22");
        assertEquals(2, here.shown(Authority.HOST).size(), "the profile has both");
        step(Authority.HOST);
        assertRefused("people have not fetched a profile with it yet: ", step(Authority.HOST));

        Followed missing = rotation.standings(journal.state()).stream()
                .filter(standing -> standing.key().fingerprint().equals(next.fingerprint()))
                .findFirst()
                .orElseThrow()
                .missing();
        List<AuthorityEvent> fetched = missing.people().stream()
                .<AuthorityEvent>map(person -> new ProfileFetched(person, next.fingerprint(), clock.instant()))
                .toList();
        assertFalse(fetched.isEmpty());
        journal.append(List.copyOf(fetched)).toCompletableFuture().join();
        assertInstanceOf(RotationAnswer.Done.class, step(Authority.HOST));

        assertRefused("is good until", decide(rotation.retire(Authority.HOST, Optional.empty(), BY, false)));
        clock.forward(Duration.ofHours(24).plus(Duration.ofMinutes(2)));
        assertInstanceOf(
                RotationAnswer.Done.class, decide(rotation.retire(Authority.HOST, Optional.empty(), BY, false)));
    }

    @Test
    void oldKeyOfTargetsWaitsForEveryTarget() throws IOException {
        SshPublicKey next = introduce(Authority.TARGET);
        awaitHeld(next, "here:22");
        step(Authority.TARGET);
        assertInstanceOf(RotationAnswer.Done.class, step(Authority.TARGET), "targets are opened by either key");
        clock.forward(Duration.ofDays(1));
        assertRefused(
                "not all have followed the new key yet: ",
                decide(rotation.retire(Authority.TARGET, Optional.empty(), BY, false)));

        TestPolicies.policy(TestPolicies.HOUSE, ParseContext.PLAIN)
                .targets()
                .forEach(target -> journal.append(
                                List.of(new AuthorityKeyAccepted(target.name(), next.fingerprint(), clock.instant())))
                        .toCompletableFuture()
                        .join());
        assertRefused("is good until", decide(rotation.retire(Authority.TARGET, Optional.empty(), BY, false)));
        clock.forward(Duration.ofMinutes(3));
        assertInstanceOf(
                RotationAnswer.Done.class, decide(rotation.retire(Authority.TARGET, Optional.empty(), BY, false)));
    }

    @Test
    void oneAtATimeAndTheSignerIsNeverRetired() throws IOException {
        SshPublicKey next = introduce(Authority.ACCESS);
        assertRefused(
                "a new key of the access authority is on its way already",
                decide(rotation.introduce(Authority.ACCESS, here.host().publicKey(), "file:access-ca-9", BY)));
        String signer = here.access().publicKey().fingerprint();
        assertRefused("signs", decide(rotation.retire(Authority.ACCESS, Optional.of(signer), BY, true)));
        assertInstanceOf(
                RotationAnswer.Done.class,
                decide(rotation.retire(Authority.ACCESS, Optional.of(next.fingerprint()), BY, false)));
        assertRefused("has no new key", step(Authority.ACCESS));
        assertRefused(
                "has no key that retires", decide(rotation.retire(Authority.ACCESS, Optional.empty(), BY, false)));
        introduce(Authority.ACCESS);
    }

    @Test
    void bastionWithoutTheSignersFileDoesNotStart() throws IOException {
        introduce(Authority.HOST);
        decide(rotation.advance(Authority.HOST, BY, true));
        decide(rotation.advance(Authority.HOST, BY, true));
        Files.delete(keys.directory().resolve("host-ca-2"));

        AuthorityFileException refused = assertThrows(AuthorityFileException.class, () -> bastion(keys, "anew:22"));
        assertTrue(refused.getMessage().contains("host-ca-2"), refused::getMessage);
    }

    @Test
    void anotherKeyUnderTheSameNameIsNotTakenForIt() throws IOException {
        introduce(Authority.TARGET);
        Files.delete(keys.directory().resolve("target-ca-2"));
        Files.delete(keys.directory().resolve("target-ca-2.pub"));
        keys.file("target-ca-2").create("another", random);
        try (Authorities anew = bastion(keys, "anew:22")) {
            assertRefused("anew:22", step(Authority.TARGET));
        }
    }
}
