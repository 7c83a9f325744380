package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** With stock OpenSSH, whose questions a program answers as a person would. One story, told in order. */
@NeedsDemo
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecondFactorIsAskedForWhereTheRuleWantsItTest {
    private static final String HOST = "postgres@prod-db-1";

    @TempDir
    static Path directory;

    private static OwnBastion bastion;
    private static String secret;
    private static long used;

    @BeforeAll
    static void start(DemoWorld demo) throws Exception {
        bastion = OwnBastion.in(
                directory,
                demo,
                policy -> policy.replace(
                        "    lapse: 1h\n", "    lapse: 1h\n    second-factor: {for: [connection], window: 1h}\n"));
        bastion.grant("prod-db-1", "postgres", "45m");
        secret = new ObjectMapper()
                .readTree(bastion.bastion("alice", "mfa", "enrol", "--json")
                        .done()
                        .out())
                .get("secret")
                .asText();
    }

    @AfterAll
    static void stop() {
        bastion.close();
    }

    @Test
    @Order(1)
    void isNeededBeforeTheTargetOpens() {
        Ran ran = bastion.ssh("alice", "-J", "bastion", HOST, "hostname").run();

        assertNotEquals(0, ran.status());
        assertTrue(ran.err().contains("you have enrolled none"), ran.err());
    }

    @Test
    @Order(2)
    void isGoodFromTheAddressThatItWasShownFromAndFromNoOther() {
        bastion.ssh("alice", "-b", "127.0.0.2", "bastion", "mfa", code()).run().done();

        Ran there = bastion.ssh("alice", "-b", "127.0.0.2", "-o", "BatchMode=yes", "-l", HOST, "bastion", "hostname")
                .run();
        assertEquals("prod-db-1\n", there.out(), there::toString);
        Ran here = bastion.ssh("alice", "-o", "BatchMode=yes", "-J", "bastion", HOST, "hostname")
                .run();
        assertNotEquals(0, here.status());
        assertTrue(here.err().contains("hint: show a code: ssh bastion mfa 123456"), here.err());
    }

    @Test
    @Order(3)
    void isAskedForInTheTunnelAndThenGoodForTheWindow() throws Exception {
        Ran wrong = typing("000000", "-J", "bastion", HOST, "hostname");
        assertNotEquals(0, wrong.status());
        assertTrue(wrong.err().contains("this code is wrong or was used before"), wrong.err());

        Ran right = typing(code(), "-J", "bastion", HOST, "hostname");
        assertEquals("prod-db-1\n", right.out(), right::toString);
        Ran later = bastion.ssh("alice", "-o", "BatchMode=yes", "-J", "bastion", HOST, "hostname")
                .run();
        assertEquals("prod-db-1\n", later.out(), later::toString);
    }

    @Test
    @Order(4)
    void isAskedForInTheDirectFormToo() throws Exception {
        Ran right = typing(code(), "-b", "127.0.0.3", "-l", HOST, "bastion", "hostname");

        assertEquals("prod-db-1\n", right.out(), right::toString);
    }

    private static Ran typing(String code, String... words) throws Exception {
        Path program = directory.resolve("type-" + code);
        Files.writeString(program, "#!/bin/sh\necho " + code + "\n");
        assertTrue(program.toFile().setExecutable(true));
        Command command = bastion.ssh("alice", words);
        return new Command(
                        command.words(),
                        command.input(),
                        Map.of("SSH_ASKPASS", program.toString(), "SSH_ASKPASS_REQUIRE", "force"))
                .run();
    }

    /** The next code that was not used yet: the bastion takes the one of the step to come as well. */
    private static String code() {
        try {
            long step = Math.max(used + 1, Instant.now().getEpochSecond() / 30 - 1);
            used = step;
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(Base32.decode(secret), "RAW"), Instant.ofEpochSecond(step * 30));
        } catch (java.security.InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }
}
