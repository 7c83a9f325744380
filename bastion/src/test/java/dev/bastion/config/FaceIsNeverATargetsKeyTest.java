package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.Faces;
import dev.bastion.certs.SerialSource;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyReading;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** THREATS T8: a policy that pins a face as a target's host key would have the bastion believe itself. */
class FaceIsNeverATargetsKeyTest {
    @TempDir
    Path directory;

    @Test
    void refusesAFaceAsHostKey() throws Exception {
        BastionConfig config = assertInstanceOf(
                        ConfigReading.Accepted.class,
                        ConfigReader.parse(
                                "version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\n",
                                directory.resolve("bastion.yaml"),
                                Map.of()))
                .config();
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        Faces faces = new Faces(
                new CertificateAuthority("host", Ed25519Pair.generate(random), random),
                config.keys().faces(),
                new SerialSource(clock, random, 0),
                clock,
                random);
        faces.warm(Set.of("prod-db-1"));
        String face = faces.of("prod-db-1", "prod-db-1").key().sshKey().line();

        PolicyReading reading = AccessPolicy.parse("""
                version: 1
                targets:
                  prod-db-2: {address: "10.0.0.5:22", logins: [postgres], host-key: "%s"}
                """.formatted(face), OwnPlace.of(config));

        assertEquals(
                1,
                assertInstanceOf(PolicyReading.Broken.class, reading).problems().size());
    }
}
