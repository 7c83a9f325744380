package dev.bastion.certs;

import static dev.bastion.certs.FuzzBounds.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** For Jazzer: the line of a key or certificate, and the bytes of a key, are refused or written back as they were. */
final class KeyLineFuzz {
    private KeyLineFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FuzzBounds.hold(input, () -> {
            String line = new String(input, UTF_8);
            key(line);
            certificate(line);
            blob(input);
        });
    }

    private static void key(String line) {
        try {
            assertIsIn(line, SshPublicKey.parseLine(line).line());
        } catch (MalformedKeyException e) {
            FuzzBounds.assertPrintable(e);
        }
    }

    private static void certificate(String line) {
        try {
            assertIsIn(line, Certificate.parseLine(line).line(""));
        } catch (MalformedCertificateException e) {
            FuzzBounds.assertPrintable(e);
        }
    }

    private static void blob(byte[] input) {
        try {
            SshPublicKey key = SshPublicKey.parse(input);
            assertThat(java.util.Arrays.equals(input, key.blob()), "a key is written back as it was");
            assertThat(key.line().endsWith(Base64.getEncoder().encodeToString(input)), "its line holds it");
        } catch (MalformedKeyException e) {
            FuzzBounds.assertPrintable(e);
        }
    }

    private static void assertIsIn(String line, String written) {
        String[] words = line.strip().split("[ \t]+", 3);
        assertThat(written.equals(words[0] + " " + words[1]), "a line is written back as it was");
    }
}
