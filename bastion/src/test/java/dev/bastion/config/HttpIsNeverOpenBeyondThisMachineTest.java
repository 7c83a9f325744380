package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpIsNeverOpenBeyondThisMachineTest {
    private static final String BEGIN =
            "version: 1\nlisten: \"127.0.0.1:22\"\nnames: [bastion]\nkeys: {passphrase-env: P}\n";

    private static ConfigReading read(String text) {
        return ConfigReader.parse(text, Path.of("/etc/bastion/bastion.yaml"), Map.of("P", "correct horse"));
    }

    @Test
    void isOffWhereNothingIsSaid() {
        BastionConfig config =
                assertInstanceOf(ConfigReading.Accepted.class, read(BEGIN)).config();
        assertEquals(Optional.empty(), config.http());
        assertEquals(Path.of("/etc/bastion/data/revoked.krl"), config.krl());
    }

    @Test
    void answersPlainlyOnThisMachine() {
        BastionConfig config = assertInstanceOf(
                        ConfigReading.Accepted.class, read(BEGIN + "http: {listen: \"127.0.0.1:8080\"}\n"))
                .config();
        assertEquals(Optional.empty(), config.http().orElseThrow().tls());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {listen: \"0.0.0.0:80\"}                       | in the open beyond this machine",
                "http: {listen: \"10.0.0.1:80\", tls-key: k.pem}      | key and certificate go together",
                "http: {tls-key: k.pem, tls-certificate: c.pem}       | nothing says where",
                "http: {listen: \"127.0.0.1\"}                        | port",
                "http: {listen: \"127.0.0.1:80\", tls: true}          | there is no key",
                "krl: {path: x}                                       | there is no key"
            })
    void refusesTheRest(String lines, String problem) {
        assertProblem(read(BEGIN + lines + "\n"), problem);
    }

    @Test
    void aDemoListensOnLoopbackOnlyAlsoWithTls() {
        assertProblem(read("""
                        version: 1
                        demo: true
                        listen: "127.0.0.1:0"
                        names: [bastion]
                        http: {listen: "0.0.0.0:8443", tls-key: k.pem, tls-certificate: c.pem}
                        """), "a demo listens on loopback only");
    }

    private static void assertProblem(ConfigReading reading, String problem) {
        ConfigReading.Broken broken = assertInstanceOf(ConfigReading.Broken.class, reading);
        assertTrue(
                broken.problems().stream().anyMatch(one -> one.message().contains(problem)),
                () -> broken.problems().toString());
    }
}
