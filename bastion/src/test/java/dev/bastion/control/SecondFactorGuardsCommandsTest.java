package dev.bastion.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondFactorGuardsCommandsTest {
    private static final String REQUEST = "request prod-db-1 --login postgres --for 45m --reason disk is full";

    @TempDir
    Path recordings;

    private World world;

    @BeforeEach
    void strictRule() {
        world = new World(recordings);
        world.policies.replace(
                World.policy(
                        world.text()
                                .replace(
                                        "    reason: required\n",
                                        "    reason: required\n    second-factor: {for: [request, approve, certificate], window: 10m}\n")));
    }

    @Test
    void takesACodeBesideTheCommand() throws Exception {
        String secret = enrolled("alice");
        world.clock.advance(Duration.ofMinutes(11));

        Channel without = world.ssh("alice", REQUEST);
        assertEquals(1, without.status);
        assertTrue(without.told().contains("hint: show a code: ssh bastion mfa 123456"), without.told());
        Channel with =
                world.ssh("alice", "request prod-db-1 --login postgres --code " + code(secret) + " --reason disk");
        assertEquals("r-1\n", with.printed(), with.told());
    }

    @Test
    void isNotWaivedInAnEmergency() throws Exception {
        String secret = enrolled("alice");
        world.clock.advance(Duration.ofMinutes(11));

        Channel without = world.ssh("alice", "break-glass prod-db-1 --login postgres --reason down");
        assertEquals(1, without.status);
        assertTrue(without.told().contains("hint: show a code: ssh bastion mfa 123456"), without.told());
        Channel with =
                world.ssh("alice", "break-glass prod-db-1 --login postgres --code " + code(secret) + " --reason down");
        assertEquals("g-1\n", with.printed(), with.told());
    }

    @Test
    void asksForACodeAtATerminal() throws Exception {
        String secret = enrolled("alice");
        world.clock.advance(Duration.ofMinutes(11));
        Channel channel = Channel.withTerminal(80, 24);
        channel.type("000000x\b\r");
        channel.type(code(secret) + "\r");

        channel.status = world.commands.run(world.caller("alice"), REQUEST, channel);

        assertEquals(0, channel.status, channel.told());
        assertTrue(channel.told().contains("this code is wrong or was used before"), channel.told());
        assertFalse(channel.printed().contains(code(secret)));
    }

    @Test
    void refusesTheCertificateWithoutOne() throws Exception {
        String alices = enrolled("alice");
        enrolled("bob");
        world.ssh("alice", REQUEST);
        assertEquals(0, world.ssh("bob", "approve r-1").status);
        world.clock.advance(Duration.ofMinutes(11));

        assertEquals(1, world.ssh("alice", "cert").status);
        assertTrue(world.ssh("alice", "cert --code " + code(alices)).printed().startsWith("ssh-ed25519-cert"));
    }

    @Test
    void takesNoCodeTwice() throws Exception {
        String secret = enrolled("alice");
        world.clock.advance(Duration.ofMinutes(1));
        String code = code(secret);

        assertEquals(0, world.ssh("alice", "mfa " + code).status);
        assertEquals(1, world.ssh("alice", "mfa " + code).status);
    }

    @Test
    void takesARecoveryCodeOnceInAnySpelling() throws Exception {
        JsonNode enrolment = enrol("alice");
        assertEquals(0, world.ssh("alice", "mfa " + code(enrolment.get("secret").asText())).status);
        String recovery = enrolment.get("recovery_codes").get(0).asText();

        assertEquals(
                0, world.ssh("alice", "mfa " + recovery.replace("-", "").toUpperCase(java.util.Locale.ROOT)).status);
        assertEquals(1, world.ssh("alice", "mfa " + recovery).status);
        assertEquals(
                9, world.ssh("alice", "mfa --json").json().get("recovery_codes").asInt());
    }

    @Test
    void isResetByAnAdministratorOnly() throws Exception {
        enrolled("alice");

        assertEquals(1, world.ssh("bob", "mfa reset alice --reason lost").status);
        assertEquals(0, world.ssh("carol", "mfa reset alice --reason phone lost").status);
        assertFalse(world.ssh("alice", "mfa --json").json().get("enrolled").asBoolean());
    }

    @Test
    void keepsTheSecretOutOfTheLedger() throws Exception {
        String secret = enrolled("alice");

        assertFalse(world.journal.events().toString().contains(secret));
    }

    @Test
    void showsAnAppWhatItScans() throws Exception {
        Channel channel = Channel.withTerminal(120, 60);
        channel.type("\u0003");
        world.commands.run(world.caller("alice"), "mfa enrol", channel);

        List<String> lines = channel.printed()
                .lines()
                .filter(line -> line.indexOf('\u2588') >= 0 || line.indexOf('\u2580') >= 0)
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .toList();
        String scanned = new QRCodeReader()
                .decode(new BinaryBitmap(new GlobalHistogramBinarizer(new Screen(lines))))
                .getText();
        assertTrue(scanned.startsWith("otpauth://totp/bastion:alice?secret="), scanned);
        String secret = scanned.replaceAll(".*secret=([A-Z2-7]+).*", "$1");
        assertTrue(channel.printed().contains("type the secret: " + secret));
    }

    private JsonNode enrol(String person) {
        Channel enrolling = world.ssh(person, "mfa enrol --json");
        assertEquals(0, enrolling.status, enrolling.told());
        return enrolling.json();
    }

    private String enrolled(String person) throws Exception {
        String secret = enrol(person).get("secret").asText();
        assertEquals(0, world.ssh(person, "mfa " + code(secret)).status);
        return secret;
    }

    private String code(String secret) throws Exception {
        return new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(new SecretKeySpec(Base32.decode(secret), "RAW"), world.clock.instant());
    }

    /** A picture of a terminal: each half of a letter is four dots square. */
    private static final class Screen extends LuminanceSource {
        private static final int DOTS = 4;
        private final List<String> lines;

        Screen(List<String> lines) {
            super(lines.getFirst().length() * DOTS, lines.size() * 2 * DOTS);
            this.lines = lines;
        }

        @Override
        public byte[] getRow(int y, byte[] row) {
            byte[] dots = row == null || row.length < getWidth() ? new byte[getWidth()] : row;
            for (int x = 0; x < getWidth(); x++) {
                char half = lines.get(y / DOTS / 2).charAt(x / DOTS);
                boolean upper = y / DOTS % 2 == 0;
                boolean light = half == '\u2588' || (upper ? half == '\u2580' : half == '\u2584');
                dots[x] = (byte) (light ? 255 : 0);
            }
            return dots;
        }

        @Override
        public byte[] getMatrix() {
            byte[] all = new byte[getWidth() * getHeight()];
            for (int y = 0; y < getHeight(); y++) {
                System.arraycopy(getRow(y, null), 0, all, y * getWidth(), getWidth());
            }
            return all;
        }
    }
}
