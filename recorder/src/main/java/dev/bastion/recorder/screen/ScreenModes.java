package dev.bastion.recorder.screen;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Which control sequences pass to a reviewer's screen, and what they leave to be undone. For one thread. */
final class ScreenModes {

    /** Origin, wrap, reverse screen, cursor's look, the alternate screens. None changes what the terminal sends. */
    private static final Set<String> PRIVATE_MODES = Set.of("5", "6", "7", "12", "25", "47", "1047", "1048", "1049");

    private static final Set<String> ALTERNATE = Set.of("47", "1047", "1049");

    /** Parameters above this only serve to keep a terminal busy. */
    private static final int LARGEST = 65535;

    private boolean alternate;
    private boolean margins;

    /**
     * Whether a control sequence may pass.
     *
     * @param begun ESC, bracket, parameters, intermediate bytes
     * @param last its final byte
     */
    boolean passes(byte[] begun, int last) {
        String inside = new String(begun, 2, begun.length - 2, StandardCharsets.US_ASCII);
        if (inside.startsWith("?")) {
            return (last == 'h' || last == 'l') && privateModes(inside.substring(1), last == 'h');
        }
        if (inside.endsWith(" ") && last == 'q') {
            return plain(inside.substring(0, inside.length() - 1));
        }
        if (inside.equals("!") && last == 'p') {
            return true;
        }
        return plain(inside) && harmless(inside, last);
    }

    private boolean harmless(String parameters, int last) {
        return switch (last) {
            case '@', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'P', 'S', 'X', 'Z' -> true;
            case '`', 'a', 'b', 'd', 'e', 'f', 'g', 'm' -> true;
            // With more parameters it is mouse highlighting, which answers.
            case 'T' -> parameters.indexOf(';') < 0;
            case 's', 'u' -> parameters.isEmpty();
            case 'h', 'l' -> parameters.equals("4");
            case 'r' -> {
                margins = true;
                yield true;
            }
            default -> false;
        };
    }

    private boolean privateModes(String parameters, boolean set) {
        String[] wanted = parameters.split(";", -1);
        for (String mode : wanted) {
            if (!PRIVATE_MODES.contains(mode)) {
                return false;
            }
        }
        for (String mode : wanted) {
            if (ALTERNATE.contains(mode)) {
                alternate = set;
            }
            margins |= mode.equals("6");
        }
        return true;
    }

    /** Digits, semicolons and colons, no number beyond all screens. */
    private static boolean plain(String parameters) {
        long number = 0;
        for (int i = 0; i < parameters.length(); i++) {
            char one = parameters.charAt(i);
            if (one == ';' || one == ':') {
                number = 0;
            } else if (one >= '0' && one <= '9') {
                number = number * 10 + one - '0';
                if (number > LARGEST) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return true;
    }

    /** Leaves the alternate screen, then colours, character sets, cursor, wrap, insert mode and margins as they begin. */
    byte[] reset() {
        StringBuilder out = new StringBuilder();
        if (alternate) {
            out.append("\u001b[?1049l");
        }
        out.append("\u001b[0m\u001b(B\u000f\u001b[?5l\u001b[?7h\u001b[?25h\u001b[4l");
        if (margins) {
            // Both bring the cursor home, so it is sent below what was shown.
            out.append("\u001b[?6l\u001b[r\u001b[999;1H");
        }
        alternate = false;
        margins = false;
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
