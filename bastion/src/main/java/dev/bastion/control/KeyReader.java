package dev.bastion.control;

import java.util.Optional;

/** Understands the bytes of a keyboard, one at a time: plain keys, and arrows as terminals send them in either mode. */
final class KeyReader {
    private static final int ESCAPE = 0x1b;
    private static final int CONTROL_C = 0x03;
    private static final int CONTROL_D = 0x04;

    private enum Place {
        PLAIN,
        ESCAPED,
        ARROW,
        PARAMETERS
    }

    private Place place = Place.PLAIN;

    /** The key that this byte completes, if it does; keys without a meaning give none. */
    Optional<Key> read(int c) {
        return switch (place) {
            case PLAIN -> plain(c);
            case ESCAPED -> {
                place = c == '[' || c == 'O' ? Place.ARROW : Place.PLAIN;
                yield Optional.empty();
            }
            case ARROW, PARAMETERS -> sequence(c);
        };
    }

    private Optional<Key> plain(int c) {
        if (c == ESCAPE) {
            place = Place.ESCAPED;
            return Optional.empty();
        }
        return switch (c) {
            case ' ' -> Optional.of(Key.PAUSE);
            case '+', '=' -> Optional.of(Key.FASTER);
            case '-', '_' -> Optional.of(Key.SLOWER);
            case 'q', 'Q', CONTROL_C, CONTROL_D -> Optional.of(Key.QUIT);
            default -> Optional.empty();
        };
    }

    /** After the introducer: an arrow at once, or parameters up to a final byte that mean nothing here. */
    private Optional<Key> sequence(int c) {
        boolean bare = place == Place.ARROW;
        boolean last = c >= 0x40 && c <= 0x7e;
        place = last ? Place.PLAIN : Place.PARAMETERS;
        if (!bare) {
            return Optional.empty();
        }
        return switch (c) {
            case 'C' -> Optional.of(Key.FORWARD);
            case 'D' -> Optional.of(Key.BACK);
            default -> Optional.empty();
        };
    }
}
