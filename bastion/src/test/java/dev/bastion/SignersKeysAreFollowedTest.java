package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.authority.RotationAnswer;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.config.KeyFile;
import dev.bastion.policy.Authority;
import dev.bastion.policy.KeyStanding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key takes another's place at a signer that stands apart: the bastion follows, is not started again, and nobody is cut off. */
@Timeout(300)
class SignersKeysAreFollowedTest {
    private static final String SIGNER = "signer: {socket: ../s, bastion: bastion}\n";

    @TempDir
    Path directory;

    private SigningHouse house;

    @BeforeEach
    void start() throws Exception {
        house = new SigningHouse(directory, true);
        house.startSigner(SIGNER);
        house.startBastion("signer: {socket: s}\n");
        house.grant();
        house.certificate();
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private void until(SshPublicKey key, KeyStanding standing) {
        SigningHouse.until(() -> house.standing(key).equals(Optional.of(standing)), key + " is " + standing);
    }

    private void opens() {
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();
    }

    /** Alice logs in again and again until the work is done, and each time she gets in. */
    private void whileAliceWorks(Step work) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> working = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                opens();
            }
        });
        try {
            work.run();
        } finally {
            over.set(true);
        }
        working.join();
    }

    private interface Step {
        void run() throws Exception;
    }

    @Test
    void ofTheTargetAuthority() throws Exception {
        SshPublicKey old = house.publicKey(KeyFile.TARGET_CA);
        whileAliceWorks(() -> {
            SshPublicKey next = house.introduce(Authority.TARGET);
            until(next, KeyStanding.INTRODUCED);
            house.trustOnTheHost(old, next);
            house.advance(Authority.TARGET);
            until(next, KeyStanding.TRUSTED);
            house.advance(Authority.TARGET);
            until(next, KeyStanding.SIGNER);
            assertEquals(Optional.of(KeyStanding.RETIRING), house.standing(old));
        });

        opens();
        List<String> logins = house.logins();
        SshPublicKey next = signer(Authority.TARGET);
        assertTrue(logins.getLast().endsWith(" " + next.fingerprint()), logins::toString);
        untilRefused("is good until 20", () -> house.retire(Authority.TARGET, false));
        house.retire(Authority.TARGET, true);
        until(old, KeyStanding.RETIRED);
        house.trustOnTheHost(next);
        opens();
    }

    @Test
    void ofTheHostAuthority() throws Exception {
        SshPublicKey old = house.publicKey(KeyFile.HOST_CA);
        whileAliceWorks(() -> {
            SshPublicKey next = house.introduce(Authority.HOST);
            until(next, KeyStanding.INTRODUCED);
            house.trustAtTheClient("@cert-authority bastion,prod-db-1 " + old.line()
                    + "\n@cert-authority bastion,prod-db-1 " + next.line());
            house.advance(Authority.HOST);
            until(next, KeyStanding.TRUSTED);
            untilRefused(
                    "people have not fetched a profile with it yet: alice", () -> house.advance(Authority.HOST, false));
            String profile =
                    house.bastion("alice", "ssh-config", "--known-hosts").done().out();
            assertTrue(profile.contains(old.line()) && profile.contains(next.line()), profile);
            house.advance(Authority.HOST);
            until(next, KeyStanding.SIGNER);
        });

        SshPublicKey next = signer(Authority.HOST);
        SigningHouse.until(() -> shownBy().contains(next), "the bastion shows a certificate by the new key");
        untilRefused("is good until 20", () -> house.retire(Authority.HOST, false));
        house.retire(Authority.HOST, true);
        until(old, KeyStanding.RETIRED);
        house.trustAtTheClient("@cert-authority bastion,prod-db-1 " + next.line());
        SigningHouse.until(
                () -> house.onHost("alice", SigningHouse.LOGIN, "echo", "in").status() == 0,
                "the faces are by the new key");
    }

    /** By whom the bastion's own certificate is. */
    private List<SshPublicKey> shownBy() {
        String shown = house.ran(
                        "ssh-keyscan", "-c", "-t", "ed25519", "-p", Integer.toString(house.port()), "127.0.0.1")
                .out();
        return shown.lines()
                .filter(line -> line.contains("-cert-v01@openssh.com"))
                .map(line -> SignerContract.read(line.substring(line.indexOf("ssh-ed25519-cert")))
                        .authority())
                .toList();
    }

    @Test
    void ofTheAccessAuthority() throws Exception {
        SshPublicKey old = house.publicKey(KeyFile.ACCESS_CA);
        whileAliceWorks(() -> {
            SshPublicKey next = house.introduce(Authority.ACCESS);
            until(next, KeyStanding.INTRODUCED);
            house.advance(Authority.ACCESS);
            until(next, KeyStanding.TRUSTED);
            house.advance(Authority.ACCESS);
            until(next, KeyStanding.SIGNER);
        });

        SshPublicKey next = signer(Authority.ACCESS);
        SigningHouse.until(
                () -> SignerContract.read(house.bastion("alice", "cert").done().out())
                        .authority()
                        .equals(next),
                "certificates are by the new key");
        Path before = Files.copy(directory.resolve("alice-cert.pub"), directory.resolve("before"));
        house.certificate();
        untilRefused("is good until 20", () -> house.retire(Authority.ACCESS, false));
        house.retire(Authority.ACCESS, true);
        until(old, KeyStanding.RETIRED);
        opens();
        Files.writeString(directory.resolve("alice-cert.pub"), Files.readString(before));
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").refused();
    }

    @Test
    void alsoWhereTheBastionMissedTheStepsBetween() throws Exception {
        SshPublicKey old = house.publicKey(KeyFile.TARGET_CA);
        house.stopSigner();
        SshPublicKey next = house.introduce(Authority.TARGET);
        untilRefused("no bastion has said so lately", () -> house.advance(Authority.TARGET, false));
        house.advance(Authority.TARGET, true);
        house.advance(Authority.TARGET, true);
        house.retire(Authority.TARGET, true);
        house.trustOnTheHost(next);

        house.startSigner(SIGNER);

        until(next, KeyStanding.SIGNER);
        assertEquals(Optional.of(KeyStanding.RETIRED), house.standing(old));
        SigningHouse.until(
                () -> house.onHost("alice", SigningHouse.LOGIN, "echo", "in").status() == 0, "the host is opened");
    }

    @Test
    void keysThatComeBackAndGoThereAgainAreKnown() throws Exception {
        opens();
        house.stopBastion();
        house.stopSigner();
        house.moveKeys(true);
        house.startBastion("");
        house.certificate();
        opens();

        house.stopBastion();
        house.moveKeys(false);
        house.startSigner(SIGNER);
        house.startBastion("signer: {socket: s}\n");
        house.certificate();
        opens();
        assertEquals(3, house.ledger().authorityKeys().size());
    }

    /** What a signer knows of who has followed, the bastion tells it every few seconds. */
    private static void untilRefused(String why, Supplier<RotationAnswer> step) {
        SigningHouse.until(
                () -> assertInstanceOf(RotationAnswer.Refused.class, step.get())
                        .sentence()
                        .contains(why),
                "it is refused because " + why);
    }

    private SshPublicKey signer(Authority authority) {
        return house.ledger().authorityKeys().stream()
                .filter(key -> key.authority() == authority && key.standing() == KeyStanding.SIGNER)
                .map(key -> SigningHouse.parsed(key.line()))
                .findFirst()
                .orElseThrow();
    }
}
