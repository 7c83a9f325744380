package dev.bastion.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A list has no signature: one that was altered may be a list. It is then read as OpenSSH reads it, and written back it
 * says the same.
 */
@Timeout(300)
final class AlteredKrlIsRefusedOrSaysWhatSshKeygenReadsTest {
    @Test
    void eachByteChanged(@TempDir Path directory) {
        KrlHouse house = new KrlHouse(new SshKeygen(directory));
        byte[] list = madeBySshKeygen(house);
        int read = 0;
        for (int i = 0; i < list.length; i++) {
            byte[] altered = list.clone();
            altered[i] ^= (byte) (1 << (i % 8));
            Optional<Krl> ours = parsed(altered);
            if (ours.isPresent()) {
                read++;
                assertEquals(house.revokedBySshKeygen(altered), house.revokedBy(ours.get()), "byte " + i);
            }
        }
        assertTrue(read > 0 && read < list.length, read + " of " + list.length);
    }

    @Test
    void eachByteChangedInEachWay(@TempDir Path directory) {
        byte[] list = madeBySshKeygen(new KrlHouse(new SshKeygen(directory)));
        for (int i = 0; i < list.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] altered = list.clone();
                altered[i] = (byte) value;
                assertReadsBackEqual(altered);
            }
        }
    }

    @Test
    void eachShorterOne(@TempDir Path directory) throws Exception {
        byte[] list = madeBySshKeygen(new KrlHouse(new SshKeygen(directory)));
        Krl whole = Krl.parse(list);
        for (int length = 0; length < list.length; length++) {
            // Sections follow one another: without the last of them it is a list that says less.
            parsed(Arrays.copyOf(list, length)).ifPresent(less -> assertTrue(!less.equals(whole)));
            assertReadsBackEqual(Arrays.copyOf(list, length));
        }
        assertThrows(MalformedKrlException.class, () -> Krl.parse(Arrays.copyOf(list, list.length + 1)));
        assertThrows(MalformedKrlException.class, () -> Krl.parse(Arrays.copyOf(list, Krl.MAX_BYTES + 1)));
    }

    @Test
    void randomDamage() {
        byte[] list = ours();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = list.clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertReadsBackEqual(damaged);
        }
    }

    static Stream<Arguments> refused() {
        WireWriter empty = new WireWriter();
        return Stream.of(
                Arguments.of("empty", new byte[0]),
                Arguments.of("a plain list of keys", "ssh-ed25519 AAAA\n".getBytes(US_ASCII)),
                Arguments.of("another format", header(2, 0).toByteArray()),
                Arguments.of("a flag", header(1, 1).toByteArray()),
                Arguments.of("an unknown section", section(9, empty)),
                Arguments.of("a signature", section(KrlSection.SIGNATURE, empty)),
                Arguments.of("a critical extension", section(KrlSection.EXTENSION, extension(1))),
                Arguments.of("a short fingerprint", section(5, new WireWriter().writeString(new byte[31]))),
                Arguments.of("a long one of SHA-1", section(3, new WireWriter().writeString(new byte[32]))),
                Arguments.of("an empty key", section(2, new WireWriter().writeString(new byte[0]))),
                Arguments.of("serial 0", subsection(0x20, new WireWriter().writeUint64(0))),
                Arguments.of("a range from 0", subsection(0x21, range(0, 5))),
                Arguments.of("a range backwards", subsection(0x21, range(6, 5))),
                Arguments.of("a range and a half", subsection(0x21, range(1, 2).writeUint64(3))),
                Arguments.of("half a serial", subsection(0x20, new WireWriter().writeUint32(1))),
                Arguments.of("a bitmap with serial 0", subsection(0x22, bitmap(0, "01"))),
                Arguments.of("a bitmap that wraps", subsection(0x22, bitmap(-1, "03"))),
                Arguments.of("a bitmap with zeros before it", subsection(0x22, bitmap(1, "0001"))),
                Arguments.of("a negative bitmap", subsection(0x22, bitmap(1, "80"))),
                Arguments.of("a bitmap too long", subsection(0x22, bitmap(1, "01" + "00".repeat(2048)))),
                Arguments.of("a key ID with NUL", subsection(0x23, new WireWriter().writeText("a\0b"))),
                Arguments.of("a critical extension below", subsection(0x39, extension(1))),
                Arguments.of("an unknown subsection", subsection(0x24, empty)),
                Arguments.of(
                        "an authority that is none",
                        section(1, new WireWriter().writeText("ssh-ed25519").writeText(""))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, byte[] list) {
        MalformedKrlException refused = assertThrows(MalformedKrlException.class, () -> Krl.parse(list));
        assertTrue(refused.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), refused.getMessage());
    }

    @Test
    void passesOverAnExtensionThatIsNotCritical() throws Exception {
        assertTrue(Krl.parse(section(KrlSection.EXTENSION, extension(0))).isEmpty());
        assertTrue(Krl.parse(subsection(0x39, extension(0))).isEmpty());
    }

    @Test
    void bitmapsCannotBeMadeIntoMoreThanFitsInMemory() {
        byte[] bits = new byte[2048];
        Arrays.fill(bits, (byte) 0x55);
        WireWriter parts = new WireWriter().writeString(new byte[0]).writeString(new byte[0]);
        for (int i = 0; i < 1000; i++) {
            WireWriter bitmap = new WireWriter().writeUint64(1 + 20_000L * i).writeString(bits);
            parts.writeByte(0x22).writeString(bitmap.toByteArray());
        }
        byte[] list = section(1, parts);
        assertTrue(list.length < Krl.MAX_BYTES);
        assertThrows(MalformedKrlException.class, () -> Krl.parse(list));
    }

    private static void assertReadsBackEqual(byte[] altered) {
        parsed(altered).ifPresent(read -> assertEquals(Optional.of(read), parsed(read.encode())));
    }

    private static Optional<Krl> parsed(byte[] bytes) {
        try {
            return Optional.of(Krl.parse(bytes));
        } catch (MalformedKrlException e) {
            assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] madeBySshKeygen(KrlHouse house) {
        house.keygen.write(
                "lines",
                "serial: 1\nserial: 3\nserial: 5\nserial: 8\nserial: 1000-1001\nserial: 70000\nid: person=bob\n"
                        + "sha1: " + house.keygen.read("plain.pub") + "\nsha256: " + house.keygen.read("a2.pub")
                        + "\nkey: " + house.keygen.read("a3.pub"));
        house.keygen.run("-k", "-f", "made.krl", "-z", "7", "-s", "ca.pub", "lines");
        return house.keygen.readBytes("made.krl");
    }

    private static byte[] ours() {
        SshPublicKey authority = Ed25519Pair.ofSeed(new byte[32]).sshKey();
        return new Krl.Builder(3, Instant.ofEpochSecond(1_700_000_000), "bastion")
                .serial(authority, 1)
                .serial(authority, 3)
                .serial(authority, 5)
                .serials(Optional.of(authority), 100, 4000)
                .keyId(Optional.empty(), "person=bob")
                .key(authority)
                .fingerprint(authority.fingerprint())
                .build()
                .encode();
    }

    private static WireWriter header(int format, long flags) {
        return new WireWriter()
                .writeUint64(KrlSection.MAGIC)
                .writeUint32(format)
                .writeUint64(1)
                .writeUint64(1_700_000_000)
                .writeUint64(flags)
                .writeString(new byte[0])
                .writeText("");
    }

    private static byte[] section(int type, WireWriter content) {
        return header(1, 0).writeByte(type).writeString(content.toByteArray()).toByteArray();
    }

    private static byte[] subsection(int type, WireWriter content) {
        return section(
                KrlSection.CERTIFICATES,
                new WireWriter()
                        .writeString(new byte[0])
                        .writeString(new byte[0])
                        .writeByte(type)
                        .writeString(content.toByteArray()));
    }

    private static WireWriter range(long first, long last) {
        return new WireWriter().writeUint64(first).writeUint64(last);
    }

    private static WireWriter bitmap(long offset, String hex) {
        return new WireWriter().writeUint64(offset).writeString(HexFormat.of().parseHex(hex));
    }

    private static WireWriter extension(int critical) {
        return new WireWriter()
                .writeText("x@bastion.example")
                .writeByte(critical)
                .writeString(new byte[0]);
    }
}
