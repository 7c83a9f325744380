package dev.bastion.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One set of keys and certificates, asked after by both sides for each list. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KrlAgreesWithSshKeygenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private KrlHouse house;

    @BeforeAll
    void build(@TempDir Path directory) {
        house = new KrlHouse(new SshKeygen(directory));
    }

    // ---- what ssh-keygen writes, we read

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nothing                 |                                          | ''
                    one serial              | serial: 5                                | a5-cert.pub
                    the greatest serial     | serial: 18446744073709551615             | a18446744073709551615-cert.pub
                    a range                 | serial: 63-65                            | a63-cert.pub a64-cert.pub a65-cert.pub
                    a range without an end  | serial: 1001-18446744073709551615        | a1001-cert.pub a70000-cert.pub a1099511627776-cert.pub a18446744073709551615-cert.pub
                    a bitmap                | serial: 1;serial: 3;serial: 5;serial: 7;serial: 9;serial: 11;serial: 13;serial: 64 | a1-cert.pub a3-cert.pub a5-cert.pub a64-cert.pub
                    far apart               | serial: 2;serial: 70000;serial: 1099511627776 | a2-cert.pub a70000-cert.pub a1099511627776-cert.pub
                    a key ID                | id: person=alice grant=g-8               | a8-cert.pub
                    serial and key ID       | serial: 1000;id: person=bob              | a1000-cert.pub bob-cert.pub
                    """)
    void readsCertificatesOfOneAuthority(String name, String lines, String revoked) throws Exception {
        assertRead(lines, words(revoked), "-s", "ca.pub");
    }

    @Test
    void readsKeyIdsOfAnyAuthority() throws Exception {
        assertRead("id: person=bob", Set.of("bob-cert.pub", "o5-cert.pub"), "-s", "none");
    }

    @ParameterizedTest
    @CsvSource({"key", "sha1", "sha256"})
    void readsKeysAndBothFingerprints(String means) throws Exception {
        assertRead(means + ": " + house.keygen.read("plain.pub").strip(), Set.of("plain.pub"));
        assertRead(means + ": " + house.keygen.read("a5.pub").strip(), Set.of("a5.pub", "a5-cert.pub"));
        assertRead(
                means + ": " + house.keygen.read("other.pub").strip(),
                Set.of("other.pub", "o5-cert.pub", "o9-cert.pub"));
    }

    @Test
    void readsFingerprintsAsTyped() throws Exception {
        String fingerprint = house.key("bob.pub").fingerprint();
        assertRead("hash: " + fingerprint, Set.of("bob.pub", "bob-cert.pub"));
    }

    @Test
    void readsSeveralAuthoritiesInOneFile() throws Exception {
        keygenMakes("first.krl", "serial: 5", "-s", "ca.pub");
        house.keygen.write("more", "serial: 9");
        house.keygen.run("-k", "-u", "-f", "first.krl", "-s", "other.pub", "-z", "8", "more");
        Krl read = Krl.parse(house.keygen.readBytes("first.krl"));

        assertEquals(8, read.version());
        assertAgreed(read, house.keygen.readBytes("first.krl"), Set.of("a5-cert.pub", "o9-cert.pub"));
    }

    // ---- what we write, ssh-keygen reads

    @Test
    void writesAnEmptyListThatIsValid() {
        Krl list = ours(builder -> builder);
        assertTrue(list.isEmpty());
        assertWritten(list, Set.of());
    }

    @Test
    void writesEachMeans() {
        assertWritten(ours(b -> b.serial(house.authority, 5)), Set.of("a5-cert.pub"));
        assertWritten(
                ours(b -> b.serial(house.authority, KrlHouse.GREATEST)), Set.of("a18446744073709551615-cert.pub"));
        assertWritten(ours(b -> b.serial(house.other, 5)), Set.of("o5-cert.pub"));
        assertWritten(ours(b -> b.keyId(Optional.of(house.other), "person=bob")), Set.of("o5-cert.pub"));
        assertWritten(ours(b -> b.keyId(Optional.empty(), "person=bob")), Set.of("bob-cert.pub", "o5-cert.pub"));
        assertWritten(ours(b -> b.key(house.key("bob.pub"))), Set.of("bob.pub", "bob-cert.pub"));
        assertWritten(ours(b -> b.fingerprint(house.key("bob.pub").fingerprint())), Set.of("bob.pub", "bob-cert.pub"));
        assertWritten(
                ours(b -> b.fingerprint(house.other.fingerprint())), Set.of("other.pub", "o5-cert.pub", "o9-cert.pub"));
    }

    @Test
    void writesListsRangesAndBitmapsAsTheyAreShortest() {
        assertWritten(serials(1, 2), Set.of("a1-cert.pub", "a2-cert.pub"));
        assertWritten(serials(1, 2, 3), Set.of("a1-cert.pub", "a2-cert.pub", "a3-cert.pub"));
        assertWritten(
                serials(1, 3, 5, 7, 9, 64, 70_000),
                Set.of("a1-cert.pub", "a3-cert.pub", "a5-cert.pub", "a64-cert.pub", "a70000-cert.pub"));
        Krl odd = ours(builder -> {
            for (long serial = 1; serial < 80_000; serial += 2) {
                builder.serial(house.authority, serial);
            }
            return builder;
        });
        assertWritten(
                odd,
                Set.of(
                        "a1-cert.pub",
                        "a3-cert.pub",
                        "a5-cert.pub",
                        "a63-cert.pub",
                        "a65-cert.pub",
                        "a1001-cert.pub",
                        "bob-cert.pub"));
        assertTrue(odd.encode().length < 11_000, () -> odd.encode().length + " bytes");
        Krl long1 = ours(b -> b.serials(Optional.of(house.authority), 2, -2).serial(house.other, 9));
        assertFalse(house.revokedBy(long1).contains("a1-cert.pub"));
        assertEquals(house.revokedBySshKeygen(long1.encode()), house.revokedBy(long1));
    }

    @Test
    void showsWhatItIsToWhoeverAsks() {
        Krl list = ours(b -> b.serial(house.authority, 5)
                .keyId(Optional.of(house.authority), "person=bob")
                .fingerprint(house.key("plain.pub").fingerprint()));
        house.keygen.write("shown.krl", list.encode());
        String shown = house.keygen.tried("-Q", "-l", "-f", "shown.krl").output();

        assertTrue(shown.contains("# KRL version 41"), shown);
        assertTrue(shown.contains("# Generated at 20261121T120000"), shown);
        assertTrue(shown.contains("# Comment: bastion"), shown);
        assertTrue(shown.contains("serial: 5"), shown);
        assertTrue(shown.contains("id: person=bob"), shown);
        assertTrue(shown.contains("hash: SHA256:"), shown);
    }

    @Test
    void isNotReadByTheTimeOrTheOrderOfItsMaking() {
        Krl one = ours(b -> b.serial(house.authority, 5).serial(house.authority, 8));
        Krl other = new Krl.Builder(42, NOW.plus(Duration.ofHours(1)), "")
                .serial(house.authority, 8)
                .serial(house.authority, 5)
                .build();
        assertTrue(one.saysTheSameAs(other));
        assertFalse(one.equals(other));
        assertFalse(one.saysTheSameAs(ours(b -> b.serial(house.authority, 5))));
    }

    private Krl ours(UnaryOperator<Krl.Builder> with) {
        return with.apply(new Krl.Builder(41, NOW, "bastion")).build();
    }

    private Krl serials(long... serials) {
        return ours(builder -> {
            Arrays.stream(serials).forEach(serial -> builder.serial(house.authority, serial));
            return builder;
        });
    }

    private void assertRead(String lines, Set<String> revoked, String... options) throws Exception {
        byte[] bytes = keygenMakes("made.krl", lines, options);
        Krl read = Krl.parse(bytes);
        assertEquals(7, read.version());
        assertTrue(Duration.between(read.generated(), Instant.now()).abs().toMinutes() < 5);
        assertAgreed(read, bytes, revoked);
    }

    private byte[] keygenMakes(String file, String lines, String... options) {
        house.keygen.write("lines", lines == null ? "" : lines.replace(";", "\n"));
        List<String> arguments = new ArrayList<>(List.of("-k", "-f", file, "-z", "7"));
        arguments.addAll(List.of(options));
        arguments.add("lines");
        house.keygen.run(arguments.toArray(String[]::new));
        return house.keygen.readBytes(file);
    }

    private void assertAgreed(Krl list, byte[] bytes, Set<String> revoked) throws Exception {
        assertEquals(new TreeSet<>(revoked), house.revokedBy(list));
        assertEquals(new TreeSet<>(revoked), house.revokedBySshKeygen(bytes));
        byte[] again = list.encode();
        assertEquals(list, Krl.parse(again));
        assertEquals(new TreeSet<>(revoked), house.revokedBySshKeygen(again));
    }

    private void assertWritten(Krl list, Set<String> revoked) {
        byte[] bytes = list.encode();
        assertEquals(new TreeSet<>(revoked), house.revokedBySshKeygen(bytes));
        assertEquals(new TreeSet<>(revoked), house.revokedBy(list));
        try {
            assertEquals(list, Krl.parse(bytes));
            assertArrayEquals(bytes, Krl.parse(bytes).encode());
        } catch (MalformedKrlException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.split(" "));
    }
}
