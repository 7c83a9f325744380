package dev.bastion.certs;

import static dev.bastion.certs.FuzzBounds.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** For Jazzer: a certificate is refused, or is written back as it was; only one that an authority made passes the checker. */
final class CertificateFuzz {
    /** Within the validity of each seed, and never another: what was found must be found again. */
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** Takes whichever authority a certificate names, so that each signature is looked at. */
    private static final CertificateChecker CHECKER = new CertificateChecker(authority -> true, certificate -> false);

    private static final Set<Certificate> MADE = made(Path.of(System.getProperty("fuzz.seeds")));

    private CertificateFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FuzzBounds.hold(input, () -> {
            try {
                Certificate certificate = Certificate.parse(input);
                assertThat(Arrays.equals(input, certificate.blob()), "it is written back as it was");
                assertThat(
                        Arrays.equals(certificate.body().encode(), certificate.signedBytes()),
                        "its parts are those that were signed");
                assertThat(
                        certificate.equals(Certificate.parseLine(certificate.line("comment"))),
                        "its line says the same");
                assertThat(passes(certificate) == MADE.contains(certificate), "only what was signed passes");
            } catch (MalformedCertificateException e) {
                FuzzBounds.assertPrintable(e);
            }
        });
    }

    private static boolean passes(Certificate certificate) {
        return CHECKER.check(certificate, "alice", InetAddress.getLoopbackAddress(), NOW)
                .isEmpty();
    }

    private static Set<Certificate> made(Path seeds) {
        Set<Certificate> made = new HashSet<>();
        try (Stream<Path> files = Files.list(seeds)) {
            for (Path file : files.toList()) {
                Certificate certificate = Certificate.parse(Files.readAllBytes(file));
                if (passes(certificate)) {
                    made.add(certificate);
                }
            }
        } catch (IOException | MalformedCertificateException e) {
            throw new AssertionError("the seeds are no certificates", e);
        }
        return Set.copyOf(made);
    }
}
