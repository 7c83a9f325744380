package dev.bastion.certs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text form of detached signatures: base64 between two lines (OpenSSH: PROTOCOL.sshsig). */
final class Armour {
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final int LINE = 68;
    private static final Base64.Encoder WRITER = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));

    private Armour() {}

    static String write(byte[] blob) {
        return BEGIN + "\n" + WRITER.encodeToString(blob) + "\n" + END + "\n";
    }

    /** Line ends may be those of either world, and nothing may stand before or behind. */
    static byte[] read(String text) throws WireException {
        String[] lines = text.replace("\r\n", "\n").split("\n", -1);
        int last = lines[lines.length - 1].isEmpty() ? lines.length - 2 : lines.length - 1;
        if (last < 2 || !lines[0].equals(BEGIN) || !lines[last].equals(END)) {
            throw new WireException("the text is not base64 between '" + BEGIN + "' and '" + END + "'");
        }
        StringBuilder base64 = new StringBuilder();
        for (int i = 1; i < last; i++) {
            base64.append(lines[i]);
        }
        return CanonicalBase64.decode(base64.toString(), "the lines between the marks are");
    }
}
