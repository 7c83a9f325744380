package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of shell in the documentation, run as they stand there, on what a receiver really gets. */
class DocumentedVerificationIsRightTest {
    private static final Pattern SNIPPET = Pattern.compile("```sh\n(# verify.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void takesWhatWeSignedAndRefusesWhatWasChanged() throws Exception {
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()))) {
            told.house.asked();
            Hook.Post post = hook.next();
            Files.writeString(directory.resolve("body"), post.body());
            assertEquals(0, verified(post, post.timestamp()));
            assertEquals(1, verified(post, Long.toString(Long.parseLong(post.timestamp()) + 1)));
            Files.writeString(directory.resolve("body"), post.body().replace("r-1", "r-2"));
            assertEquals(1, verified(post, post.timestamp()));
        }
    }

    private int verified(Hook.Post post, String timestamp) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", snippet()).directory(directory.toFile());
        shell.environment().put("secret", ToldHouse.KEY);
        shell.environment().put("id", post.id());
        shell.environment().put("timestamp", timestamp);
        shell.environment().put("signature", post.signature());
        Process process = shell.inheritIO().start();
        return process.waitFor();
    }

    private static String snippet() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("deploy/docs"))) {
            directory = directory.getParent();
        }
        Matcher matcher = SNIPPET.matcher(Files.readString(directory.resolve("deploy/docs/notifications.md")));
        assertTrue(matcher.find(), "the page has no lines to verify with");
        return matcher.group(1);
    }
}
