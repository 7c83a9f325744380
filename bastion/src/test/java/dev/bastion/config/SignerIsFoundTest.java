package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.text.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerIsFoundTest {
    private static final String TLS = "tls-key: a.key, tls-certificate: a.pem, tls-trusted: ca.pem";

    private static ConfigReading read(boolean demo, String signer) {
        return ConfigReader.parse(
                "version: 1\ndemo: %s\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\nkeys: {passphrase-env: P}\nsigner: {%s}\n"
                        .formatted(demo, signer),
                Path.of("/etc/bastion/bastion.yaml"),
                Map.of("P", "correct horse"));
    }

    @Test
    void onASocket() {
        SignerTerms terms = terms("socket: s");
        assertEquals(new SignerPlace.OnSocket(Path.of("/etc/bastion/s")), terms.place());
        assertEquals(600, terms.perMinute());
    }

    @Test
    void acrossANetwork() {
        SignerTerms terms = terms("address: \"signer.example:8022\", bastion: b, client: bastion.example, " + TLS);
        assertEquals(
                new SignerPlace.OverTls(
                        new HostPort("signer.example", 8022),
                        Path.of("/etc/bastion/a.key"),
                        Path.of("/etc/bastion/a.pem"),
                        Path.of("/etc/bastion/ca.pem")),
                terms.place());
        assertEquals(Optional.of("bastion.example"), terms.client());
        assertTrue(terms.isSigners());
    }

    private static SignerTerms terms(String signer) {
        return assertInstanceOf(ConfigReading.Accepted.class, read(false, signer))
                .config()
                .signer()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                signer.address         | the signer has a socket and an address   | socket: s, address: "signer.example:8022", TLS
                signer                 | this is missing                          | address: "signer.example:8022", tls-key: a, tls-certificate: b
                signer.tls-key         | this is for a signer with an address     | socket: s, tls-key: a
                signer.address         | 'signer' is not a host and a port        | address: "signer", TLS
                signer                 | nothing says whom to sign for            | address: "signer.example:8022", bastion: b, TLS
                signer.client          | over TLS this is the name in the bastion | address: "signer.example:8022", bastion: b, client: "a b", TLS
                signer                 | the signer has no place                  | client: bastion
                """)
    void saysWhereAPlaceIsNone(String key, String problem, String signer) {
        assertProblem(read(false, signer.replace("TLS", TLS)), key, problem);
    }

    @Test
    void aDemoStaysOnThisMachine() {
        String line = "address: \"signer.example:8022\", " + TLS;
        assertProblem(read(true, line), "signer.address", "a demo stays on this machine");
        assertInstanceOf(ConfigReading.Accepted.class, read(true, line.replace("signer.example", "localhost")));
    }

    private static void assertProblem(ConfigReading reading, String key, String message) {
        List<String> problems = assertInstanceOf(ConfigReading.Broken.class, reading).problems().stream()
                .map(problem -> problem.key() + " at " + problem.line() + ": " + problem.message())
                .toList();
        assertTrue(
                problems.stream().anyMatch(problem -> problem.startsWith(key + " at 6: " + message)),
                problems::toString);
    }
}
