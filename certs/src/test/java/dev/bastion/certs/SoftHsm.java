package dev.bastion.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real SoftHSM2 in this process. Its driver reads the list of tokens once, so all that any test needs are made before
 * the first is used, in the directory that the environment names ({@code SOFTHSM2_CONF}, set where the tests are started).
 */
final class SoftHsm {
    static final String PIN = "correct-1234";

    private static final Path CONFIGURATION = Path.of(System.getenv().getOrDefault("SOFTHSM2_CONF", "/nowhere/x.conf"));
    private static final Path TOKENS = CONFIGURATION.resolveSibling("tokens");
    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");
    private static final Map<String, Long> SLOTS = new HashMap<>();
    private static final Map<String, Path> DIRECTORIES = new HashMap<>();

    static {
        try {
            prepare();
        } catch (IOException e) {
            throw new AssertionError("SoftHSM2 is needed (Debian: softhsm2)", e);
        }
    }

    private SoftHsm() {}

    private static void prepare() throws IOException {
        if (Files.exists(CONFIGURATION.getParent())) {
            try (Stream<Path> all = Files.walk(CONFIGURATION.getParent())) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        Files.createDirectories(TOKENS);
        Files.writeString(
                CONFIGURATION,
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n".formatted(TOKENS));
        for (String name : List.of("kept", "lost", "wrong")) {
            Matcher slot = SLOT.matcher(run(
                    "softhsm2-util", "--init-token", "--free", "--label", name, "--so-pin", "so-1234", "--pin", PIN));
            if (!slot.find()) {
                throw new AssertionError("softhsm2-util names no slot");
            }
            SLOTS.put(name, Long.parseLong(slot.group(1)));
            try (Stream<Path> made = Files.list(TOKENS)) {
                made.filter(directory -> !DIRECTORIES.containsValue(directory))
                        .forEach(directory -> DIRECTORIES.put(name, directory));
            }
        }
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return said;
    }

    /** The token {@code kept}, {@code lost} or {@code wrong}. */
    static Pkcs11Token.Place place(String name) {
        return new Pkcs11Token.Place(LIBRARY, OptionalLong.of(SLOTS.get(name)));
    }

    /** As if somebody pulled the token out; this driver finds it again in another process alone. */
    static void pull(String name) throws IOException {
        Files.move(DIRECTORIES.get(name), CONFIGURATION.resolveSibling(name + ".away"));
    }
}
