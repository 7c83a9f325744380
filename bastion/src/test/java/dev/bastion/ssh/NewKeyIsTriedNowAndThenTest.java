package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Onward;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SerialSource;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyIntroduced;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyMoved;
import dev.bastion.policy.InMemoryJournal;
import dev.bastion.policy.KeyStanding;
import dev.bastion.policy.MovedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target's sshd writes a line for each certificate that it refuses. */
class NewKeyIsTriedNowAndThenTest {
    private static final String TARGET = "prod-db-1";

    private final SecureRandom random = new SecureRandom();
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T14:00:00Z"));
    private final InMemoryJournal journal = new InMemoryJournal();
    private final TargetTrust trust = new TargetTrust(journal, clock);
    private final Ed25519Pair oldPair = Ed25519Pair.generate(random);
    private final Ed25519Pair nextPair = Ed25519Pair.generate(random);
    private final SshPublicKey old = oldPair.sshKey();
    private final SshPublicKey next = nextPair.sshKey();

    @BeforeEach
    void introduceBoth() {
        introduce(old);
        move(old, KeyStanding.SIGNER);
        introduce(next);
    }

    private void write(AccessEvent event) {
        journal.append(List.of(event)).toCompletableFuture().join();
    }

    private void introduce(SshPublicKey key) {
        write(new AuthorityKeyIntroduced(
                Authority.TARGET, key.line(), key.fingerprint(), "file:x", "root", clock.instant()));
        clock.forward(Duration.ofSeconds(1));
    }

    private void move(SshPublicKey key, KeyStanding to) {
        write(new AuthorityKeyMoved(key.fingerprint(), to, "root", false, clock.instant()));
    }

    /** The target is shown these, and accepts the last. */
    private void accepts(SshPublicKey... shown) {
        CertificateAuthority authority = new CertificateAuthority(
                "target", new CertificateAuthority.Keys(List.of(oldPair, nextPair), Set.of(old, next)), random);
        Onward onward = new OnwardCredentials(authority, new SerialSource(clock, random, 0), clock, random)
                .mint(new OnwardCredentials.Login("postgres", Set.of(), "s-1", Optional.empty()), List.of(shown))
                .toCompletableFuture()
                .join();
        trust.learn(TARGET, onward.certificates(), shown.length - 1);
    }

    @Test
    void oneKeyThatSignsIsNothingToOrder() {
        assertEquals(List.of(), trust.order(TARGET));
        accepts(old);
        assertEquals(Optional.empty(), journal.state().acceptedBy(TARGET, old.fingerprint()), "nothing to say of that");
    }

    @Test
    void triedFirstAndAfterARefusalNotForAWhile() {
        move(next, KeyStanding.TRUSTED);
        assertEquals(List.of(next, old), trust.order(TARGET));
        accepts(next, old);
        assertEquals(List.of(old, next), trust.order(TARGET));
        assertEquals(List.of(next, old), trust.order("another"), "each target by itself");
        clock.forward(Duration.ofMinutes(10));
        assertEquals(List.of(next, old), trust.order(TARGET));
    }

    @Test
    void signerIsTheOnlyOneWhereItIsAccepted() {
        move(next, KeyStanding.TRUSTED);
        accepts(next);
        assertEquals(List.of(old, next), trust.order(TARGET), "no trial any more");
        move(next, KeyStanding.SIGNER);
        assertEquals(List.of(next), trust.order(TARGET));
        assertEquals(List.of(next, old), trust.order("another"));
    }

    @Test
    void whatRetiresComesFirstWhereTheSignerWasRefused() {
        move(next, KeyStanding.TRUSTED);
        move(next, KeyStanding.SIGNER);
        accepts(next, old);
        assertEquals(List.of(old, next), trust.order(TARGET));
        clock.forward(Duration.ofMinutes(10));
        assertEquals(List.of(next, old), trust.order(TARGET));
        move(old, KeyStanding.RETIRED);
        assertEquals(List.of(), trust.order(TARGET));
    }
}
