package dev.bastion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.AuthorityFile;
import dev.bastion.config.KeyFile;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * THREATS T23: a bastion of production, started by the distribution's own script with encrypted keys, gives passphrase and
 * keys to nobody who looks at its process, its log, its files, or what a crash leaves.
 */
class RunningBastionGivesNoSecretAwayTest {
    private static final String PASSPHRASE = "correct-horse-4711-battery";

    @TempDir
    static Path directory;

    private static Path script;
    private static List<String> secrets;

    private Process bastion;

    @BeforeAll
    static void install() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("home/bin"));
        Path lib = Files.createDirectories(directory.resolve("home/lib"));
        script = Files.copy(source(), bin.resolve("bastion"), StandardCopyOption.COPY_ATTRIBUTES);
        jarOfThisClassPath(lib.resolve("all.jar"));
        Path passphrase = Files.createFile(
                directory.resolve("passphrase"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passphrase, PASSPHRASE + "\n");
        Process init = started("init", "--passphrase-file", "passphrase", "--name", "bastion.test");
        assertTrue(init.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, init.exitValue(), log());
        Path config = directory.resolve("bastion.yaml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("listen: .*", "listen: \"127.0.0.1:" + freePort() + "\"")
                        .replaceFirst("reserve: 1GiB", "reserve: 1MiB"));
        secrets = new ArrayList<>(List.of(PASSPHRASE));
        for (KeyFile key : KeyFile.values()) {
            byte[] seed = new AuthorityFile(directory.resolve("keys/" + key.file()), PASSPHRASE.toCharArray())
                    .load()
                    .seed();
            secrets.add(new String(seed, StandardCharsets.ISO_8859_1));
            secrets.add(HexFormat.of().formatHex(seed));
            secrets.add(Base64.getEncoder().withoutPadding().encodeToString(seed));
        }
    }

    @BeforeEach
    void serve() throws Exception {
        bastion = started("serve");
        until(() -> !bastion.isAlive() || log().contains("listening on"));
        assertTrue(bastion.isAlive(), RunningBastionGivesNoSecretAwayTest::log);
    }

    @AfterEach
    void stop() throws InterruptedException {
        bastion.destroyForcibly();
        assertTrue(bastion.waitFor(30, TimeUnit.SECONDS));
    }

    @Test
    void whileItRuns() throws Exception {
        Path dump = directory.resolve("heap.hprof");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(bastion.pid()),
                        "GC.heap_dump",
                        dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(jcmd.waitFor(120, TimeUnit.SECONDS));
        assertNotEquals(0, jcmd.exitValue());
        assertFalse(Files.exists(dump));
        assertTrue(bastion.isAlive(), RunningBastionGivesNoSecretAwayTest::log);

        assertTrue(Files.readAllLines(proc("limits")).stream()
                .anyMatch(line -> line.matches("Max core file size +0 +0 .*")));
        assertHasNone("its command line", proc("cmdline"));
        assertHasNone("its environment", proc("environ"));

        // What it tells of its threads to whoever sends SIGQUIT goes to its log.
        signal("QUIT");
        until(() -> log().contains("Full thread dump"));
        assertNoFileHasOne();
    }

    @Test
    void whenItCrashes() throws Exception {
        signal("SEGV");
        assertTrue(bastion.waitFor(60, TimeUnit.SECONDS));
        List<String> left =
                files().stream().map(file -> file.getFileName().toString()).toList();
        assertTrue(left.stream().anyMatch(name -> name.startsWith("hs_err")), left::toString);
        assertTrue(left.stream().noneMatch(name -> name.startsWith("core")), left::toString);
        assertNoFileHasOne();
    }

    /** Every file of it but the passphrase's own; the keys are there encrypted. */
    private static void assertNoFileHasOne() throws IOException {
        for (Path file : files()) {
            if (!file.endsWith("passphrase")) {
                assertHasNone(file.toString(), file);
            }
        }
    }

    private static void assertHasNone(String what, Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < secrets.size(); i++) {
            int which = i;
            assertFalse(text.contains(secrets.get(i)), () -> what + " holds secret " + which);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(directory.resolve("home")))
                    .toList();
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(bastion.pid()), name);
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(bastion.pid()))
                        .start()
                        .waitFor());
    }

    private static Process started(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(script.toString()));
        all.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()));
        builder.environment()
                .put(
                        "BASTION_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("BASTION_JAVA_OPTS", "-Xmx512m");
        return builder.start();
    }

    private static String log() {
        try {
            return Files.readString(directory.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void until(BooleanSupplier holds) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(120);
        while (!holds.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), RunningBastionGivesNoSecretAwayTest::log);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The script takes jars; the classes under test lie in directories. */
    private static void jarOfThisClassPath(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static Path source() {
        Path top = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(top.resolve("deploy/demo"))) {
            top = top.getParent();
        }
        return top.resolve("deploy/src/main/sh/bastion");
    }
}
