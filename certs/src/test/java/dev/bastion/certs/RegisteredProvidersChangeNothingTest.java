package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegisteredProvidersChangeNothingTest {
    @TempDir
    Path directory;

    @BeforeEach
    void registerBouncyCastleFirst() {
        Security.insertProviderAt(new BouncyCastleProvider(), 1);
    }

    @AfterEach
    void remove() {
        Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa 256", "ecdsa 521", "rsa 3072"})
    void certificatesAndKeyFilesWork(String type) throws Exception {
        SshKeygen keygen = new SshKeygen(directory);
        SshPublicKey authority = keygen.key("ca", type);
        keygen.key("id", type);
        Certificate certificate = keygen.certificate("ca", "id", "-I", "a", "-n", "alice", "-V", "-1m:+1h", "-z", "7");
        assertEquals(
                Optional.empty(),
                new CertificateChecker(Set.of(authority), serial -> false)
                        .check(certificate, "alice", InetAddress.getLoopbackAddress(), Instant.now()));

        AuthorityFile file = new AuthorityFile(directory.resolve("key"), "secret".toCharArray());
        Ed25519Pair pair = file.create("", new SecureRandom());
        assertEquals(pair.sshKey(), file.load().sshKey());
        assertEquals("EdDSA", pair.jca().getPrivate().getAlgorithm());
    }
}
