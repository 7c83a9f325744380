package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS T23: what is fine in a demo is an error in production, and a demo is reached from this machine only. */
class ProductionTakesNoDemoSettingsTest {
    private static final Path FILE = Path.of("/etc/bastion/bastion.yaml");

    private static ConfigReading read(String text) {
        return ConfigReader.parse(text, FILE, Map.of("P", "correct horse"));
    }

    @Test
    void refusesUnencryptedKeysInProduction() {
        ConfigReading reading = read("version: 1\nlisten: \"0.0.0.0:22\"\nnames: [bastion]\n");
        assertEquals(
                "bastion.yaml: keys.passphrase-file: the keys are not encrypted",
                assertInstanceOf(ConfigReading.Broken.class, reading)
                        .problems()
                        .getFirst()
                        .text("bastion.yaml"));
    }

    @Test
    void takesThemInDemo() {
        ConfigReading reading = read("version: 1\ndemo: true\nlisten: \"127.0.0.1:0\"\nnames: [bastion]\n");
        assertTrue(assertInstanceOf(ConfigReading.Accepted.class, reading)
                .config()
                .keys()
                .passphrase()
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:2222", "10.0.0.1:2222", "[::]:2222", "bastion.example:22"})
    void listensOnLoopbackOnlyInDemo(String listen) {
        ConfigReading reading = read("version: 1\ndemo: true\nlisten: \"%s\"\nnames: [bastion]\n".formatted(listen));
        assertTrue(assertInstanceOf(ConfigReading.Broken.class, reading)
                .problems()
                .getFirst()
                .message()
                .startsWith("a demo listens on loopback only"));
    }
}
