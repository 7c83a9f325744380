package dev.bastion.certs;

import static dev.bastion.certs.FuzzBounds.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bastion.certs.SignatureReading.Valid;

/**
 * For Jazzer: the text of a detached signature, and what lies in its base64, which no change of a character would often
 * reach. Either is refused or read as itself, and none of them signs a message that nobody signed.
 */
final class DetachedSignatureFuzz {
    private static final byte[] MESSAGE = "nobody signed this".getBytes(US_ASCII);

    private DetachedSignatureFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FuzzBounds.hold(input, () -> {
            read(new String(input, ISO_8859_1));
            read(Armour.write(input));
        });
    }

    private static void read(String text) {
        try {
            DetachedSignature signature = DetachedSignature.parse(text);
            assertThat(sameBase64(text, signature.armoured()), "it is written back as it was");
            assertThat(
                    !(signature.verify(MESSAGE, signature.namespace()) instanceof Valid),
                    "a message that nobody signed has no signature");
        } catch (MalformedSignatureException e) {
            FuzzBounds.assertPrintable(e);
        }
    }

    /** Where a line is broken is left to whoever writes. */
    private static boolean sameBase64(String one, String other) {
        return one.replaceAll("[\r\n]", "").equals(other.replaceAll("[\r\n]", ""));
    }
}
