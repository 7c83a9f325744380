package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What is held against this machine's ssh-keygen, once more with those of OpenSSH 10.0 and 8.4. */
final class OtherSshKeygensAgreeTest {
    private static final List<Class<?>> LISTS_KEYS_AND_SIGNATURES = List.of(
            KeysReadAsSshKeygenWritesThemTest.class,
            KrlAgreesWithSshKeygenTest.class,
            DetachedSignaturesAreThoseOfSshKeygenTest.class);

    private static final List<Class<?>> CERTIFICATES =
            List.of(CertificatesReadAsSshKeygenWritesThemTest.class, SshKeygenReadsWhatWeSignTest.class);

    @Test
    void openSsh10InEach() throws IOException {
        assertAllPass(
                "trixie",
                Stream.concat(LISTS_KEYS_AND_SIGNATURES.stream(), CERTIFICATES.stream())
                        .toList());
    }

    /** Of certificates it knows no {@code verify-required} yet, which came with 8.5. */
    @Test
    void openSsh84InThoseOfListsKeysAndSignatures() throws IOException {
        assertAllPass("bullseye", LISTS_KEYS_AND_SIGNATURES);
    }

    private static void assertAllPass(String release, List<Class<?>> tests) throws IOException {
        List<String> before = SshKeygen.replaced(program(release));
        try {
            TestExecutionSummary summary = summary(tests);
            StringWriter failures = new StringWriter();
            summary.printFailuresTo(new PrintWriter(failures));
            assertEquals(0, summary.getTotalFailureCount(), failures::toString);
            assertTrue(summary.getTestsSucceededCount() > 30, () -> summary.getTestsSucceededCount() + " tests ran");
        } finally {
            SshKeygen.replaced(before);
        }
    }

    private static TestExecutionSummary summary(List<Class<?>> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests.stream().map(each -> selectClass(each)).toList())
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** Run by the loader of its own system, in this one: it asks nothing else of either. */
    private static List<String> program(String release) throws IOException {
        String roots = System.getenv("OPENSSH_ROOTS");
        boolean there = roots != null && Files.isDirectory(Path.of(roots, release));
        Assumptions.assumeTrue(there, "no OpenSSH of " + release + " is there (hint: deploy/test fetches it)");
        Path root = Path.of(roots, release);
        Path libraries = one(root.resolve("usr/lib"), "*-linux-gnu*");
        return List.of(
                loader(root).toString(),
                "--library-path",
                root.resolve("lib").resolve(libraries.getFileName()) + ":" + libraries,
                root.resolve("usr/bin/ssh-keygen").toString());
    }

    private static Path loader(Path root) throws IOException {
        Path wide = root.resolve("lib64");
        Path found = one(Files.isDirectory(wide) ? wide : root.resolve("lib"), "ld-linux-*");
        // It is a link to a path of its own system.
        Path link = Files.isSymbolicLink(found) ? Files.readSymbolicLink(found) : found;
        return link.isAbsolute() && !link.startsWith(root)
                ? root.resolve(link.toString().substring(1))
                : found;
    }

    private static Path one(Path directory, String pattern) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(path -> path.getFileSystem()
                            .getPathMatcher("glob:" + pattern)
                            .matches(path.getFileName()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
