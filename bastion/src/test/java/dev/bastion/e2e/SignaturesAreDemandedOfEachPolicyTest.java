package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bastion whose policy bob must have signed, with his own key and OpenSSH's own tool. */
@NeedsDemo
class SignaturesAreDemandedOfEachPolicyTest {
    private static DemoWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void remember(DemoWorld demo) {
        world = demo;
    }

    @Test
    void whileItRunsAndWhenItStarts() throws IOException {
        String bob = Files.readString(Path.of(world.identity("bob") + ".pub")).strip();
        try (OwnBastion bastion = OwnBastion.in(
                directory,
                world,
                List.of(),
                this::signed,
                "policy-control: {signatures: 1, signers: {bob: [\"%s\"]}}\n".formatted(bob))) {
            String given = Files.readString(directory.resolve("access.yaml"));
            assertTrue(targets(bastion).contains("prod-web-1"));
            String taken = given.replaceFirst(
                    "labels: \\{env: prod\\}\n(    logins: .*\n    permits)", "targets: [prod-db-1]\n$1");
            assertNotEquals(given, taken);

            lay(taken);
            world.until(() -> log(bastion).contains("bears 0 of 1 signatures; the policy before"), "it is refused");
            assertTrue(targets(bastion).contains("prod-web-1"), "nothing has changed");
            Ran check = bastion.executable("check");
            assertEquals(1, check.status(), check::toString);
            assertTrue(check.err().contains("hint: still to sign: bob"), check::err);

            signed(taken);
            world.until(() -> !targets(bastion).contains("prod-web-1"), "the signature puts it in force");
            check = bastion.executable("check").done();
            assertTrue(check.out().contains("access.yaml bears 1 of 1 signatures, by bob"), check::out);

            assertEquals(0, bastion.stop());
            lay(given);
            Ran serve = bastion.executable("serve");
            assertEquals(1, serve.status(), serve::toString);
            assertTrue(serve.err().contains("access.yaml: this bears 0 of 1 signatures"), serve::err);
            signed(given);
            Ran old = bastion.executable("serve");
            assertEquals(1, old.status(), old::toString);
            assertTrue(old.err().contains("is a text that was in force before and was replaced"), old::err);
            String again = given + "# as it was before\n";
            lay(again);
            signed(again);
            bastion.serve();
            assertTrue(targets(bastion).contains("prod-web-1"));
            assertEquals(0, bastion.stop());
            bastion.executable("verify").done();
        }
    }

    private static String targets(OwnBastion bastion) {
        return bastion.bastion("alice", "targets").done().out();
    }

    private static String log(OwnBastion bastion) {
        try {
            return Files.readString(bastion.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void lay(String text) throws IOException {
        Path changed = Files.writeString(directory.resolve("access.new"), text);
        Files.move(changed, directory.resolve("access.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lays bob's signature of a text beside the policy; answers the text. */
    private String signed(String text) {
        try {
            Path draft = Files.writeString(directory.resolve("draft"), text);
            Files.deleteIfExists(directory.resolve("draft.sig"));
            Command.of(List.of(
                            "ssh-keygen",
                            "-Y",
                            "sign",
                            "-n",
                            "bastion-policy",
                            "-f",
                            world.identity("bob").toString(),
                            draft.toString()))
                    .run()
                    .done();
            Files.move(
                    directory.resolve("draft.sig"),
                    directory.resolve("access.yaml.bob.sig"),
                    StandardCopyOption.REPLACE_EXISTING);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
