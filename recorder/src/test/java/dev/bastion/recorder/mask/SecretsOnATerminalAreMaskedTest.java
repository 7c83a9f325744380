package dev.bastion.recorder.mask;

import static dev.bastion.recorder.mask.Masking.counts;
import static dev.bastion.recorder.mask.Masking.masked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsOnATerminalAreMaskedTest {

    private static final String CARD = "4111111111111111";
    private static final String STARS = "411111******1111";
    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    private static final String PAYLOAD = base64("{\"sub\":\"alice\",\"admin\":true}");
    private static final String KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Masking.bytes(text));
    }

    // ---- card numbers

    @ParameterizedTest
    @CsvSource({
        "4111111111111111, 411111******1111",
        "5555555555554444, 555555******4444",
        "2221000000000009, 222100******0009",
        "378282246310005, 378282*****0005",
        "6011111111111117, 601111******1117",
        "3530111333300000, 353011******0000",
        "36227206271667, 362272****1667",
        "4222222222222, 422222***2222",
        "4111 1111 1111 1111, 4111 11** **** 1111",
        "4111-1111-1111-1111, 4111-11**-****-1111",
        "3782 822463 10005, 3782 82**** *0005",
    })
    void cardNumbersButForTheirEnds(String number, String expected) {
        assertEquals("card: " + expected + "\r\n", masked("card: " + number + "\r\n"));
        assertEquals(Map.of(MaskKind.PAN, 1L), counts("card: " + number + "\r\n"));
        assertEquals(expected, masked(number));
        assertEquals("|" + expected + "|", masked("|" + number + "|"));
        assertEquals("\"" + expected + "\",12/27", masked("\"" + number + "\",12/27"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A wrong check digit, no issuer, and too many digits.
                "4111111111111112",
                "1234567812345670",
                "41111111111111111111",
                "04111111111111111",
                "41111111111111110",
                // Part of a word, of a fraction, of a UUID, of a digest; times in nanoseconds and in microseconds.
                "4111111111111111a",
                "a4111111111111111",
                "4111111111111111\u00e9",
                "0.4111111111111111",
                "550e8400-e29b-41d4-a716-446655440000",
                "4716e29b-4111-1111-1111-111111111111",
                "de89370400440532013000da39a3ee5e6b4b0d32",
                "1763746785123456789",
                "1763746785123456",
                "4111 1111\r\n1111 1111",
                "4111\t1111\t1111\t1111",
                "41 11 11 11 11 11 11 11"
            })
    void noOtherNumbers(String text) {
        assertEquals(text + "\r\n", masked(text + "\r\n"));
        assertEquals(Map.of(), counts(text));
    }

    @Test
    void cardNumbersBesideEachOtherAndBehindOtherNumbers() {
        assertEquals(STARS + " " + STARS, masked(CARD + " " + CARD));
        assertEquals(STARS + "\r\n" + STARS, masked(CARD + "\r\n" + CARD));
        assertEquals("2024 4111 11** **** 1111 123", masked("2024 4111 1111 1111 1111 123"));
        assertEquals("5100 4111 11** **** 1111", masked("5100 4111 1111 1111 1111"));
        assertEquals("4111 11** **** 1111 5555 55** **** 4444", masked("4111 1111 1111 1111 5555 5555 5555 4444"));
        assertEquals("1," + STARS + ",2", masked("1," + CARD + ",2"));
        assertEquals(Map.of(MaskKind.PAN, 2L), counts(CARD + " " + CARD));
    }

    // ---- how a terminal shows them

    @Test
    void coloursBetweenDigitsStayWhereTheyAre() {
        assertEquals(
                "\u001b[01;31m\u001b[K4111\u001b[m\u001b[K11**\u001b[1;38;5;9m****1111\u001b(B\u001b[m\r\n",
                masked("\u001b[01;31m\u001b[K4111\u001b[m\u001b[K1111\u001b[1;38;5;9m11111111\u001b(B\u001b[m\r\n"));
    }

    @Test
    void digitsInASequenceAreNotSeen() {
        assertEquals("\u001b[4111111111111111m", masked("\u001b[4111111111111111m"));
    }

    @Test
    void titlesToo() {
        assertEquals("\u001b]0;card " + STARS + "\u0007$ ", masked("\u001b]0;card " + CARD + "\u0007$ "));
        assertEquals("\u001b]2;" + STARS + "\u001b\\$ ", masked("\u001b]2;" + CARD + "\u001b\\$ "));
    }

    @Test
    void aLineThatIsFoldedAtTheEdgeGoesOn() {
        String filler = "x".repeat(69) + " ";
        String folded = filler + "4111111111" + "%s" + "111111\r\n";
        String stars = filler + "411111****" + "%s" + "**1111\r\n";
        // By the terminal itself, by readline, and by a program that ends the line there.
        for (String fold : new String[] {"", " \r", "\r\n"}) {
            Masking masking = Masking.all();
            masking.stream.width(80);
            masking.feed("$ \r\n").feed(folded.formatted(fold)).pause();
            assertEquals("$ \r\n" + stars.formatted(fold), masking.seen());
        }
    }

    @Test
    void aLineThatEndsBeforeTheEdgeDoesNot() {
        Masking masking = Masking.all();
        masking.stream.width(80);
        masking.feed("4111111111 \r111111\r\n4111111111\r\n111111\r\n").pause();
        assertEquals("4111111111 \r111111\r\n4111111111\r\n111111\r\n", masking.seen());
    }

    @Test
    void besideLettersOfFourBytesAndWhatIsNoText() {
        assertEquals("\ud83e\udd8a" + STARS + "\ud83e\udd8a", masked("\ud83e\udd8a" + CARD + "\ud83e\udd8a"));
        byte[] broken = Masking.bytes("\u0000\u0000" + CARD + "\u0000");
        broken[0] = (byte) 0xf0;
        broken[1] = (byte) 0x9f;
        broken[broken.length - 1] = (byte) 0xff;
        byte[] seen = Masking.all().feed(broken).pause().seenBytes();
        byte[] expected = broken.clone();
        for (int i = 8; i < 14; i++) {
            expected[i] = '*';
        }
        org.junit.jupiter.api.Assertions.assertArrayEquals(expected, seen);
    }

    @Test
    void digitsOfOtherScriptsByStarsOfTheirLengthAndWidth() {
        String wide =
                "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11";
        assertEquals(wide.substring(0, 6) + "\uff0a".repeat(6) + wide.substring(12), masked(wide));
        String arabic = wide.replace('\uff14', '\u0664').replace('\uff11', '\u0661');
        assertEquals(arabic.substring(0, 6) + "\u00d7".repeat(6) + arabic.substring(12), masked(arabic));
        assertEquals("4111\u00a011**\u00a0****\u00a01111\u200b", masked("4111\u00a01111\u00a01111\u00a01111\u200b"));
        assertEquals("4111\u200b11**\u200b****\u200b1111", masked("4111\u200b1111\u200b1111\u200b1111"));
    }

    @Test
    void whatAnEditorPaintsInOnePiece() {
        // vim's line, with its colours and its places; what is typed into it digit by digit is out of reach.
        assertEquals(
                "\u001b[?25l\u001b[3;1H\u001b[93m  1 \u001b[0mcard " + STARS + "\u001b[4;1H~\u001b[?25h",
                masked("\u001b[?25l\u001b[3;1H\u001b[93m  1 \u001b[0mcard " + CARD + "\u001b[4;1H~\u001b[?25h"));
        String edited = "411111111\u001b[3;10H1\u001b[3;11H111111";
        assertEquals(edited, masked(edited));
    }

    // ---- the other kinds

    @ParameterizedTest
    @CsvSource({
        "GB82WEST12345698765432, GB82**************5432",
        "DE89370400440532013000, DE89**************3000",
        "NO9386011117947, NO93*******7947",
        "DE89 3704 0044 0532 0130 00, DE89 **** **** **** **30 00",
        "AT12 DE89 3704 0044 0532 0130 00, AT12 DE89 **** **** **** **30 00",
        "DE89370400440532013001, DE89370400440532013001",
        "DE893704004405320130001, DE893704004405320130001",
        "XX89370400440532013000, XX89370400440532013000",
        "xDE89370400440532013000, xDE89370400440532013000",
    })
    void accountNumbers(String text, String expected) {
        assertEquals(expected + "\n", masked(text + "\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "123-45-6789, 123-**-****",
        "ssn=123-45-6789;, ssn=123-**-****;",
        "000-45-6789, 000-45-6789",
        "666-45-6789, 666-45-6789",
        "900-45-6789, 900-45-6789",
        "123-00-6789, 123-00-6789",
        "123-45-0000, 123-45-0000",
        "123-45-67890, 123-45-67890",
        "1-123-45-6789, 1-123-45-6789",
        "123-45-6789-1, 123-45-6789-1",
        "123456789, 123456789",
    })
    void socialSecurityNumbers(String text, String expected) {
        assertEquals(expected + " ", masked(text + " "));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.com, *****@example.com",
        "<a.b+c@mail.example.co.uk>, <*****@mail.example.co.uk>",
        "write to bob@example.org., write to ***@example.org.",
        "postgres@prod-db-1:~$, postgres@prod-db-1:~$",
        "a@b, a@b",
        "a@b.c1, a@b.c1",
        "@example.com, @example.com",
        "a@.com, a@.com",
    })
    void mailAddresses(String text, String expected) {
        assertEquals(expected + " ", masked(text + " "));
    }

    @ParameterizedTest
    @CsvSource({
        "AKIAIOSFODNN7EXAMPLE, AKIA****************",
        "ASIAIOSFODNN7EXAMPLE, ASIA****************",
        "A3TXIOSFODNN7EXAMPLE, A3TX****************",
        "AKIAIOSFODNN7EXAMPLES, AKIAIOSFODNN7EXAMPLES",
        "xAKIAIOSFODNN7EXAMPLE, xAKIAIOSFODNN7EXAMPLE",
        "AKIAIOSFODNN8EXAMPLE, AKIAIOSFODNN8EXAMPLE",
    })
    void idsOfAwsKeys(String text, String expected) {
        assertEquals(expected + "\n", masked(text + "\n"));
    }

    @Test
    void webTokens() {
        String token = HEADER + "." + PAYLOAD + ".c2lnbmF0dXJl-_x";
        String stars =
                "eyJ" + "*".repeat(HEADER.length() - 3) + "." + "*".repeat(PAYLOAD.length()) + "." + "*".repeat(15);
        assertEquals("Bearer " + stars + "\r\nok", masked("Bearer " + token + "\r\nok"));
        assertEquals(Map.of(MaskKind.JWT, 1L), counts(token));
        String noHeader = base64("{\"typ\":\"JWT\"}") + "." + PAYLOAD + ".xyz";
        assertEquals(noHeader, masked(noHeader));
        assertEquals("eyJust a word", masked("eyJust a word"));
    }

    @Test
    void privateKeysUpToTheirEnd() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-128-CBC,00FF\r\n\r\n"
                + KEY_LINE + "\r\n" + KEY_LINE + "\r\nAbC/d==\r\n-----END RSA PRIVATE KEY-----\r\n$ ";
        String stars = key.replace(KEY_LINE, "*".repeat(KEY_LINE.length())).replace("AbC/d==", "*******");
        assertEquals(stars, masked(key));
        assertEquals(Map.of(MaskKind.PRIVATE_KEY, 1L), counts(key));
        String json = "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n" + KEY_LINE
                + "\\nAbC=\\n-----END PRIVATE KEY-----\\n\"}";
        String hidden = masked(json);
        assertEquals(json.length(), hidden.length());
        assertEquals(-1, hidden.indexOf("AbC="));
        assertEquals(-1, hidden.indexOf("MIIE"));
    }

    @Test
    void privateKeysWithoutAnEndUpToTheFirstLineThatIsNone() {
        String begun = "-----BEGIN OPENSSH PRIVATE KEY-----\r\n" + KEY_LINE + "\r\n";
        String stars = begun.replace(KEY_LINE, "*".repeat(KEY_LINE.length()));
        assertEquals(stars + "postgres@prod-db-1:~$ ls\r\n", masked(begun + "postgres@prod-db-1:~$ ls\r\n"));
        assertEquals(stars + "reboot\r\nhalt\r\n", masked(begun + "reboot\r\nhalt\r\n"));
    }

    @Test
    void nobodyHidesWorkBehindTheFirstMarkerOfAKey() {
        String marker = "-----BEGIN PRIVATE KEY-----\r";
        assertEquals(marker + "reboot\rhalt\r", masked(marker + "reboot\rhalt\r"));
        assertEquals(marker + STARS + "\r", masked(marker + CARD + "\r"));
    }

    @Test
    void aKeyWithoutAnEndIsMaskedUpToALimit() {
        String all = "-----BEGIN PRIVATE KEY-----\n" + (KEY_LINE + "\n").repeat(1000);
        String seen = masked(all);
        assertEquals(all.length(), seen.length());
        long stars = seen.chars().filter(one -> one == '*').count();
        assertEquals(16 << 10, stars);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "PGPASSWORD=hunter2 psql ! PGPASSWORD=******* psql",
                "export AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI ! export AWS_SECRET_ACCESS_KEY=***************",
                "password = hunter2 ! password = *******",
                "{\"password\": \"a b\", \"x\": 1} ! {\"password\": \"***\", \"x\": 1}",
                "token: abc ! token: ***",
                "MYSQL_PWD=x ! MYSQL_PWD=*",
                "?api_key=abc&user=bob ! ?api_key=***&user=bob",
                "postgres://app:s3cret@db:5432/x ! postgres://app:******@db:5432/x",
                "https://localhost:8080/x@y ! https://localhost:8080/x@y",
                "PWD=/home/alice ! PWD=/home/alice",
                "/etc/passwd:root:x:0:0 ! /etc/passwd:root:x:0:0",
                "passwd: password updated successfully ! passwd: password updated successfully",
                "if [ $password == x ] ! if [ $password == x ]",
                "max_tokens: 4096 ! max_tokens: 4096",
                "--password=hunter2 ! --password=*******",
            })
    void passwordsBesideTheirNames(String text, String expected) {
        assertEquals(expected + "\n", masked(text + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "PASSWORD=x;reboot ! PASSWORD=*;reboot",
                "PASSWORD=$(reboot) ! PASSWORD=*(reboot)",
                "PASSWORD=\"$(reboot)\" ! PASSWORD=\"*(reboot)\"",
                "PASSWORD=x`reboot` ! PASSWORD=*`reboot`",
                "PASSWORD= reboot ! PASSWORD= reboot",
                "token=x|sh ! token=*|sh",
            })
    void nobodyHidesACommandInAPassword(String text, String expected) {
        assertEquals(expected + "\n", masked(text + "\n"));
    }

    // ---- more than one at once

    @Test
    void whatLiesWithinSomethingElseIsMaskedAndCountedOnce() {
        assertEquals("****************@example.com ", masked(CARD + "@example.com "));
        assertEquals(Map.of(MaskKind.EMAIL, 1L), counts(CARD + "@example.com "));
        assertEquals(
                "https://u:****************@host.example.com/", masked("https://u:" + CARD + "@host.example.com/"));
        assertEquals("password=****************", masked("password=" + CARD));
        assertEquals(Map.of(MaskKind.PASSWORD, 1L), counts("password=" + CARD));
    }

    @Test
    void onlyTheKindsThatAreAskedFor() {
        Masking masking = new Masking(java.util.Set.of(MaskKind.SSN));
        masking.feed(CARD + " 123-45-6789 a@b.com\r\n").pause();
        assertEquals(CARD + " 123-**-**** a@b.com\r\n", masking.seen());
        assertEquals(Map.of(MaskKind.SSN, 1L), masking.tally.counts());
    }
}
