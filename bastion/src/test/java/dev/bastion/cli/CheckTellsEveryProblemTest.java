package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.TestPolicies;
import dev.bastion.signer.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTellsEveryProblemTest {
    private static final Map<String, String> PASSPHRASE = Map.of("P", "correct horse");

    /** One for all: keys with a passphrase are slow to open, which is what they are for. */
    @TempDir
    static Path directory;

    @BeforeAll
    static void initialise() {
        Run.in(directory, PASSPHRASE, "init", "--passphrase-env", "P");
        Run.in(directory, "init", "--demo", "--keys", "plain");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(directory.resolve("bastion.yaml"), config("keys"));
        Files.writeString(directory.resolve("access.yaml"), "version: 1\ntargets: {}\n");
    }

    @Test
    void namesPlaceOfEachMistakeInThePolicy() throws IOException {
        Files.writeString(directory.resolve("access.yaml"), """
                version: 1
                people:
                  alice: {keys: [], team: engineers}
                rules:
                  - name: r
                    duration: {max: fast}
                """);
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, check.status());
        assertTrue(
                check.err().contains("access.yaml:3:21: people.alice.team: there is no key 'team' here"), check::err);
        assertTrue(check.err().contains("access.yaml:6:21: rules[0].duration.max: "), check::err);
    }

    /** THREATS T23. */
    @Test
    void refusesTargetOnOwnAddressOutsideDemo() throws IOException {
        policyWithTargetAt("127.0.0.1:22");
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, check.status(), check::out);
        assertTrue(check.err().contains("targets.prod-db-1.address"), check::err);
    }

    @Test
    void takesTargetElsewhere() throws IOException {
        policyWithTargetAt("198.51.100.7:22");
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(0, check.status(), check::err);
    }

    /** THREATS T23. */
    @Test
    void refusesKeyThatIsNotEncryptedOutsideDemo() throws IOException {
        Files.writeString(directory.resolve("bastion.yaml"), config("plain"));
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, check.status(), check::out);
        assertEquals(
                7,
                check.err()
                        .lines()
                        .filter(line -> line.contains("it is not encrypted"))
                        .count(),
                check::err);
    }

    @Test
    void looksAtTheFilesForTlsBeforeAnybodyConnects() throws IOException {
        TestPki pki = new TestPki(directory);
        Path key = directory.resolve("http.key");
        Files.writeString(
                directory.resolve("bastion.yaml"),
                config("keys") + "http: {listen: \"0.0.0.0:8443\", tls-key: http.key, tls-certificate: http.pem}\n");
        assertHttpProblem("there is no file");
        pki.issue("ca", "http", Run.NOW, "bastion.example.org");
        Run fine = Run.in(directory, PASSPHRASE, "check");
        assertEquals(0, fine.status(), fine::err);

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertHttpProblem("may be read or changed by others");
        pki.issue("ca", "other", Run.NOW, "bastion.example.org");
        Files.move(directory.resolve("other.key"), key, StandardCopyOption.REPLACE_EXISTING);
        assertHttpProblem("does not belong to the certificate");
        pki.issue("ca", "http", Run.NOW.minus(Duration.ofDays(2)), "bastion.example.org");
        assertHttpProblem("has run out at ");
    }

    private static void assertHttpProblem(String what) {
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, check.status(), check::out);
        assertTrue(check.err().contains("http.tls-key: ") && check.err().contains(what), check::err);
    }

    @Test
    void refusesATargetWhoseKeyIsRevoked() throws Exception {
        policyWithTargetAt("198.51.100.7:22");
        String fingerprint = SshPublicKey.parseLine(Files.readString(directory.resolve("plain/host-key.pub")))
                .fingerprint();
        Path data = Files.createDirectories(directory.resolve("revoked"));
        Files.writeString(directory.resolve("bastion.yaml"), config("keys") + "data: ./revoked\n");
        assertEquals(0, Run.in(directory, PASSPHRASE, "check").status(), "no ledger is there yet");
        Run revoked = Run.in(directory, PASSPHRASE, "ca", "revoke", "--key", fingerprint, "--reason", "stolen");
        assertEquals(0, revoked.status(), revoked::err);
        assertTrue(Files.exists(data.resolve("bastion.db")));
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, check.status(), check::out);
        assertTrue(check.err().contains("targets.prod-db-1.host-key: " + fingerprint + " is revoked"), check::err);
    }

    @Test
    void warnsOfApprovalsThatNobodyCanGive() throws IOException {
        Files.writeString(directory.resolve("access.yaml"), TestPolicies.HOUSE);
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(0, check.status(), check::err);
        assertTrue(
                check.err().contains("access.yaml: warning: rule 'careful' needs 2 approvals, and when dave asks"),
                check::err);
    }

    @Test
    void saysWhoSignedThePolicyAndWhoHasNot() throws Exception {
        for (String name : List.of("bob", "carol")) {
            if (!Files.exists(directory.resolve(name))) {
                keygen("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name);
            }
        }
        Files.writeString(
                directory.resolve("bastion.yaml"),
                config("keys") + """
                policy-control:
                  signatures: 2
                  signers: {bob: ["%s"], carol: ["%s"]}
                """.formatted(publicKey("bob"), publicKey("carol")));
        keygen("-q", "-Y", "sign", "-n", "bastion-policy", "-f", "bob", "access.yaml");
        Files.writeString(directory.resolve("access.yaml.carol.sig"), "not yet");
        Run unsigned = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, unsigned.status(), unsigned::out);
        assertTrue(unsigned.err().contains("access.yaml.carol.sig: the text is not base64 between"), unsigned::err);
        assertTrue(unsigned.err().contains("access.yaml: this bears 1 of 2 signatures, by bob"), unsigned::err);
        assertTrue(unsigned.err().contains("hint: still to sign: carol"), unsigned::err);
        Run serve = Run.in(directory, PASSPHRASE, "serve");
        assertEquals(1, serve.status());
        assertTrue(serve.err().contains("access.yaml: this bears 1 of 2 signatures, by bob"), serve::err);

        Files.move(directory.resolve("access.yaml.sig"), directory.resolve("access.yaml.bob.sig"));
        keygen("-q", "-Y", "sign", "-n", "bastion-policy", "-f", "carol", "access.yaml");
        Files.move(
                directory.resolve("access.yaml.sig"),
                directory.resolve("access.yaml.carol.sig"),
                StandardCopyOption.REPLACE_EXISTING);
        Run signed = Run.in(directory, PASSPHRASE, "check");
        assertEquals(0, signed.status(), signed::err);
        assertTrue(signed.out().startsWith("access.yaml bears 2 of 2 signatures, by bob, carol"), signed::out);
    }

    @Test
    void looksAtTheFilesOfASignerApart() throws IOException {
        Files.writeString(directory.resolve("bastion.yaml"), config("keys") + """
                signer:
                  address: "signer.example:8022"
                  tls-key: none.key
                  tls-certificate: none.pem
                  tls-trusted: none.pem
                """);
        Run bastions = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, bastions.status(), bastions::out);
        assertTrue(
                bastions.err().contains("access-ca\" of an authority lies here, and a signer that stands apart"),
                bastions::err);
        assertTrue(bastions.err().contains("signer.tls-certificate: there is no file"), bastions::err);

        Files.writeString(directory.resolve("bastion.yaml"), config("keys") + "signer: {socket: s, bastion: plain}\n");
        Run signers = Run.in(directory, PASSPHRASE, "check");
        assertEquals(0, signers.status(), signers::err);
        Files.writeString(directory.resolve("bastion.yaml"), config("keys") + "signer: {socket: s, bastion: none}\n");
        Run lacking = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, lacking.status(), lacking::out);
        assertTrue(lacking.err().contains("signer.bastion: "), lacking::err);
    }

    private static String publicKey(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".pub")).strip();
    }

    private static void keygen(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), output);
    }

    @Test
    void tellsNoPassphrase() throws IOException {
        Files.writeString(directory.resolve("bastion.yaml"), config("nowhere"));
        Run check = Run.in(directory, PASSPHRASE, "check");
        assertEquals(1, check.status());
        assertFalse(check.err().contains("horse"), check::err);
    }

    private static String config(String keys) {
        return """
               version: 1
               listen: "0.0.0.0:2222"
               names: [bastion]
               keys: {directory: ./%s, passphrase-env: P}
               """.formatted(keys);
    }

    private void policyWithTargetAt(String address) throws IOException {
        Run target = Run.in(
                directory,
                "target",
                "prod-db-1",
                "--address",
                address,
                "--login",
                "postgres",
                "--host-key",
                Files.readString(directory.resolve("plain/host-key.pub")).strip());
        assertEquals(0, target.status(), target::err);
        Files.writeString(
                directory.resolve("access.yaml"),
                Files.readString(directory.resolve("access.yaml")).replace("targets: {}\n", target.out()));
    }
}
