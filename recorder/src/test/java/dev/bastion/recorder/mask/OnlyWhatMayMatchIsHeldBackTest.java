package dev.bastion.recorder.mask;

import static dev.bastion.recorder.mask.Masking.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlyWhatMayMatchIsHeldBackTest {

    private static final Set<MaskKind> NO_MAIL = EnumSet.complementOf(EnumSet.of(MaskKind.EMAIL));

    @Test
    void whatIsTypedIsSeenAtOnce() {
        Masking masking = new Masking(NO_MAIL);
        String typed = "ls -l /var/log/2024; kill 411111; cd ~ && vi file-1.txt AKIA DE89 password=";
        for (int i = 0; i < typed.length(); i++) {
            masking.feed(typed.substring(i, i + 1));
            assertEquals(i + 1, masking.seen().length(), typed.substring(0, i + 1));
        }
    }

    @Test
    void aNumberFromItsSeventhDigitOn() {
        Masking masking = new Masking(NO_MAIL);
        masking.feed("4111111");
        assertEquals("411111", masking.seen());
        masking.feed("111111111");
        assertEquals("411111", masking.seen());
        masking.feed("\r");
        assertEquals("411111******1111\r", masking.seen());
        assertEquals(0, masking.stream.held());
    }

    @Test
    void whatNoLongerMayBecomeOneGoesOn() {
        Masking masking = Masking.all();
        masking.feed("41111111111a");
        assertEquals("", masking.seen());
        masking.feed(" ");
        assertEquals("41111111111a ", masking.seen());
    }

    @Test
    void aPauseLetsEverythingGoAndMasksWhatIsWhole() {
        Masking masking = Masking.all();
        masking.feed("pay 4111111111111111").pause();
        assertEquals("pay 411111******1111", masking.seen());
        assertEquals(Map.of(MaskKind.PAN, 1L), masking.tally.counts());
    }

    @Test
    void whatWentOnIsGoneAndTheRestIsMasked() {
        Masking masking = new Masking(NO_MAIL);
        masking.feed("41111111").pause();
        assertEquals("41111111", masking.seen());
        masking.feed("11111111\r");
        assertEquals("41111111****1111\r", masking.seen());
        assertEquals(Map.of(MaskKind.PAN, 1L), masking.tally.counts());
    }

    @Test
    void aNumberThatComesDigitByDigitWithPausesPassesAndCountsNothing() {
        Masking masking = new Masking(NO_MAIL);
        for (char digit : "4222222222222222".toCharArray()) {
            masking.feed(String.valueOf(digit)).pause();
        }
        masking.feed("\r");
        assertEquals("4222222222222222\r", masking.seen());
        assertEquals(Map.of(), masking.tally.counts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4",
                "4111 ",
                "1111-",
                "41\u001b[m",
                "4111111\u0000",
                "eyJ",
                "A",
                "DE89 3704 ",
                "a@b.",
                "x@",
                "--",
                "http://u:"
            })
    void aMegabyteOfItIsHeldInLittleAndTakesLittleTime(String part) {
        Masking masking = Masking.all();
        byte[] bytes = Masking.bytes(part.repeat((1 << 20) / part.length()));
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            for (int from = 0; from < bytes.length; from += 1000) {
                byte[] piece = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1000));
                masking.feed(piece);
                assertTrue(masking.stream.held() < 4096, () -> masking.stream.held() + " bytes are held");
            }
        });
        masking.pause();
        assertEquals(bytes.length, masking.seenBytes().length);
    }

    @Test
    void aMegabyteWithinASequenceIsNotHeld() {
        Masking masking = Masking.all();
        masking.feed("4111111\u001b[");
        for (int i = 0; i < 1000; i++) {
            masking.feed("1".repeat(1000));
        }
        assertEquals(0, masking.stream.held());
    }

    @Test
    void stepsOverAnEditedNumberOfAKeyboard() {
        MaskTally tally = new MaskTally();
        MaskedStream keys = MaskedStream.ofKeyboard(ALL, tally::add);
        StringBuilder kept = new StringBuilder();
        byte[] typed = Masking.bytes("41119\u007f1111111111\b111\u001b[D\r");
        for (byte one : typed) {
            keys.feed(
                    new byte[] {one},
                    0,
                    1,
                    (bytes, offset, length) ->
                            kept.append(new String(bytes, offset, length, java.nio.charset.StandardCharsets.US_ASCII)));
        }
        assertEquals(Map.of(MaskKind.PAN, 1L), tally.counts());
        assertEquals(typed.length, kept.length());
        assertTrue(kept.toString().startsWith("41119\u007f11****"), kept.toString());
    }
}
