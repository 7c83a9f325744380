package dev.bastion.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A line that a person types at a raw terminal, unseen: a code is nobody else's business. Stateless. */
final class TypedLine {
    private static final int LONGEST = 128;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private TypedLine() {}

    /** The line; nothing when the person gives up, leaves, or types more than a code could have. */
    static Optional<String> read(InputStream in) {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != CTRL_C && c != CTRL_D && line.length() < LONGEST; c = in.read()) {
                if (c == '\r' || c == '\n') {
                    return Optional.of(line.toString().strip());
                }
                if (c == BACKSPACE || c == DELETE) {
                    line.setLength(Math.max(0, line.length() - 1));
                } else {
                    line.append((char) c);
                }
            }
            return Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
