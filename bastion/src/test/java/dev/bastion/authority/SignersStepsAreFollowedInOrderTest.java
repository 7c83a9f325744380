package dev.bastion.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.MovedClock;
import dev.bastion.signer.SignersKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** However much a bastion missed, its ledger comes to what the signer says, by steps that every ledger takes. */
class SignersStepsAreFollowedInOrderTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T14:00:00Z"));
    private final InMemoryJournal journal = new InMemoryJournal();
    private final SshPublicKey first = Ed25519Pair.generate(RANDOM).sshKey();
    private final SshPublicKey second = Ed25519Pair.generate(RANDOM).sshKey();
    private final SshPublicKey third = Ed25519Pair.generate(RANDOM).sshKey();

    private static SignersKey key(SshPublicKey key, KeyStanding standing) {
        return new SignersKey(Authority.HOST, key, "file:host-ca", standing);
    }

    private List<String> follow(SignersKey... shown) {
        return journal.submit(SignersSteps.to(List.of(shown), clock))
                .toCompletableFuture()
                .join();
    }

    private Map<String, KeyStanding> standings() {
        return journal.state().authorityKeys().stream()
                .collect(Collectors.toMap(AuthorityKey::fingerprint, AuthorityKey::standing));
    }

    @Test
    void anEmptyLedgerTakesAllOfThem() {
        List<String> wrong = follow(
                key(first, KeyStanding.RETIRING), key(second, KeyStanding.SIGNER), key(third, KeyStanding.INTRODUCED));

        assertEquals(List.of(), wrong);
        assertEquals(
                Map.of(
                        first.fingerprint(), KeyStanding.RETIRING,
                        second.fingerprint(), KeyStanding.SIGNER,
                        third.fingerprint(), KeyStanding.INTRODUCED),
                standings());
        assertEquals(
                "signer:file:host-ca",
                journal.state().authorityKeys().getFirst().place());
    }

    @Test
    void aSecondLookSaysNothingNew() {
        follow(key(first, KeyStanding.SIGNER));
        int before = journal.events().size();

        follow(key(first, KeyStanding.SIGNER));

        assertEquals(before, journal.events().size());
    }

    @Test
    void severalStepsAreTakenAtOnce() {
        follow(key(first, KeyStanding.SIGNER));

        assertEquals(
                List.of(),
                follow(
                        key(first, KeyStanding.RETIRED),
                        key(second, KeyStanding.RETIRING),
                        key(third, KeyStanding.SIGNER)));

        assertEquals(
                Map.of(
                        first.fingerprint(), KeyStanding.RETIRED,
                        second.fingerprint(), KeyStanding.RETIRING,
                        third.fingerprint(), KeyStanding.SIGNER),
                standings());
    }

    @Test
    void keysThatWereRetiredBeforeAreNobodysConcern() {
        assertEquals(List.of(), follow(key(first, KeyStanding.RETIRED), key(second, KeyStanding.SIGNER)));

        assertEquals(Map.of(second.fingerprint(), KeyStanding.SIGNER), standings());
    }

    @Test
    void whatWasRetiredComesBackToNothing() {
        follow(key(first, KeyStanding.SIGNER));
        follow(key(first, KeyStanding.RETIRED), key(second, KeyStanding.SIGNER));

        List<String> wrong = follow(key(first, KeyStanding.SIGNER));

        assertEquals(1, wrong.size());
        assertTrue(wrong.getFirst().endsWith(" is signer there and retired here"), wrong::toString);
        assertEquals(KeyStanding.RETIRED, standings().get(first.fingerprint()));
        assertEquals(KeyStanding.SIGNER, standings().get(second.fingerprint()));
    }
}
