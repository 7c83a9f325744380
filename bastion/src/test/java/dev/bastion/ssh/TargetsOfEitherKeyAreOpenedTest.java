package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.authority.KeyCabinet;
import dev.bastion.authority.Rotation;
import dev.bastion.authority.RotationAnswer;
import dev.bastion.certs.Certificate;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyAccepted;
import dev.bastion.policy.AuthorityKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** While a key takes another's place, whoever trusts the old one, both or the new one lets alice in, and nothing is cut. */
class TargetsOfEitherKeyAreOpenedTest extends OneHouse {
    private static final String BY = "root on the server";
    private static final int MANY = 100;

    private SshPublicKey old;
    private SshPublicKey next;

    private void introduce(Authority authority) throws IOException {
        try (KeyCabinet cabinet = new KeyCabinet(bastion.files, bastion.clock)) {
            KeyCabinet.Made made =
                    cabinet.makeFile(authority, Rotation.places(bastion.journal.state()), new SecureRandom());
            next = made.key().sshKey();
            bastion.decide(rotation().introduce(authority, next, made.place(), BY));
        }
        await(() -> !key(next).held().isEmpty());
    }

    private void introduceTarget() throws IOException {
        old = bastion.authorities.target().publicKey();
        introduce(Authority.TARGET);
    }

    private Rotation rotation() {
        return new Rotation(bastion.policy::current, bastion.clock);
    }

    private void step(Authority authority) {
        RotationAnswer answer = bastion.decide(rotation().advance(authority, BY, true));
        RotationAnswer.Done done = assertInstanceOf(RotationAnswer.Done.class, answer);
        SshPublicKey moved = next;
        switch (done.to()) {
            case TRUSTED -> await(() -> authority(authority).trusts(moved));
            case SIGNER -> await(() -> authority(authority).publicKey().equals(moved));
            default -> throw new AssertionError(done);
        }
    }

    private dev.bastion.certs.CertificateAuthority authority(Authority authority) {
        return switch (authority) {
            case ACCESS -> bastion.authorities.access();
            case TARGET -> bastion.authorities.target();
            case HOST -> bastion.authorities.host();
        };
    }

    private AuthorityKey key(SshPublicKey wanted) {
        return bastion.journal.state().authorityKeys().stream()
                .filter(known -> known.fingerprint().equals(wanted.fingerprint()))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier holds) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "it does not come about");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void opens() throws Exception {
        opens(bastion.certificate("alice"));
    }

    private void opens(Certificate certificate) throws Exception {
        Peer alice = client.certified("postgres@prod-db-1", bastion.key("alice"), certificate);
        running(channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET), "id");
        alice.session().close(true);
    }

    private int loginsOf(ThrowingRunnable act) throws Exception {
        int before = database.logins();
        act.run();
        return database.logins() - before;
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void targetThatTrustsTheOldOneIsOpenedAtEachStep() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        introduceTarget();
        database.trustOnly(old);
        assertEquals(1, loginsOf(this::opens), "nothing is signed by a key that is only introduced");
        step(Authority.TARGET);
        assertEquals(2, loginsOf(this::opens), "the new one is tried first");
        assertEquals(1, loginsOf(this::opens), "and not again at once");
        step(Authority.TARGET);
        assertEquals(1, loginsOf(this::opens));
        assertEquals(List.of(old.fingerprint()), accepted());
    }

    @Test
    void targetThatTrustsBothIsShownTheNewOneFromThenOn() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        introduceTarget();
        database.trustOnly(old, next);
        step(Authority.TARGET);
        assertEquals(1, loginsOf(this::opens));
        await(() -> accepted().equals(List.of(next.fingerprint())));
        assertEquals(1, loginsOf(this::opens));
        step(Authority.TARGET);
        database.trustOnly(next);
        assertEquals(1, loginsOf(this::opens));
        assertEquals(List.of(next.fingerprint(), old.fingerprint()), accepted());
    }

    @Test
    void targetThatTrustsTheNewOneAloneIsOpenedBeforeItSigns() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        introduceTarget();
        step(Authority.TARGET);
        database.trustOnly(next);
        assertEquals(1, loginsOf(this::opens));
        await(() -> accepted().equals(List.of(next.fingerprint())));
        assertEquals(2, loginsOf(this::opens), "the one that signs comes first, and the other after it");
        assertEquals(1, loginsOf(this::opens), "what was refused comes last");
    }

    @Test
    void targetThatTrustsNeitherIsToldTheSameAsEver() throws Exception {
        introduceTarget();
        step(Authority.TARGET);
        database.trustOnly(bastion.authorities.host().publicKey());
        String said = alice().awaitEnd();
        assertTrue(said.endsWith("prod-db-1 did not accept the login \"postgres\"; tell an administrator"), said);
        assertEquals(2, database.logins());
        assertEquals(List.of(), accepted());
    }

    /** What is known of the target, in the order in which it became known. */
    private List<String> accepted() {
        return bastion.journal.events().stream()
                .filter(AuthorityKeyAccepted.class::isInstance)
                .map(event -> ((AuthorityKeyAccepted) event).fingerprint())
                .toList();
    }

    @Test
    void nothingIsCutWhileEveryAuthorityChangesItsKey() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Certificate before = bastion.certificate("alice");
        List<Channel> channels = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            Peer alice = client.certified("postgres@prod-db-1", bastion.key("alice"), before);
            channels.add(running(channel(alice, database.accept(), Peer.WINDOW, Peer.PACKET), "cat"));
        }
        for (Authority authority : Authority.values()) {
            SshPublicKey was = authority(authority).publicKey();
            introduce(authority);
            allAlive(channels);
            opens();
            step(authority);
            allAlive(channels);
            opens();
            step(authority);
            allAlive(channels);
            opens();
            // With the certificate of the old key, too, while that retires.
            opens(before);
            bastion.decide(
                    rotation().retire(authority, Optional.of(was.fingerprint()), BY, authority != Authority.ACCESS));
        }
        allAlive(channels);
        opens();
        assertEquals(
                List.of(),
                causes().stream().filter(cause -> !cause.equals("client-left")).toList());
    }

    private static void allAlive(List<Channel> channels) throws Exception {
        for (Channel channel : channels) {
            channel.client().data(atBastion(channel), "still here");
            assertEquals("still here", channel.target().nextData(channel.targetNumber()));
        }
    }

    @Test
    void retiringAnAuthorityByForceEndsWhatItSigned() throws Exception {
        bastion.granted("alice", "prod-db-1", "postgres");
        Certificate before = bastion.certificate("alice");
        SshPublicKey was = bastion.authorities.access().publicKey();
        introduce(Authority.ACCESS);
        step(Authority.ACCESS);
        step(Authority.ACCESS);
        assertInstanceOf(
                RotationAnswer.Refused.class,
                bastion.decide(rotation().retire(Authority.ACCESS, Optional.empty(), BY, false)));
        assertInstanceOf(
                RotationAnswer.Done.class,
                bastion.decide(rotation().retire(Authority.ACCESS, Optional.empty(), BY, true)));
        await(() -> !bastion.authorities.access().trusts(was));

        Peer peer = client.connect();
        RawClient.showCertificate(peer, "postgres@prod-db-1", before.blob(), bastion.key("alice"));
        RawClient.refused(peer);
        opens();
    }
}
