package dev.bastion.recorder.mask;

import java.util.Arrays;

/** The last symbols of a text. For one thread. */
final class Tail {

    private static final int KEPT = 32;

    private final int[] ring = new int[KEPT];
    private int next;

    Tail() {
        Arrays.fill(ring, Symbols.BREAK);
    }

    void add(int symbol) {
        ring[next] = symbol;
        next = (next + 1) % KEPT;
    }

    /** Takes the last one back; what was before it is known no further than the ring reaches. */
    void erase() {
        next = (next + KEPT - 1) % KEPT;
        ring[(next + 1) % KEPT] = Symbols.BREAK;
    }

    /** The symbol so many places before the one that comes now: 1 is the last. */
    int before(int places) {
        return ring[(next + KEPT - places) % KEPT];
    }

    /** Whether the text up to so many places before ends with those lower-case letters, in either case. */
    boolean endsWith(String letters, int places) {
        for (int i = 1; i <= letters.length(); i++) {
            int symbol = before(places + i - 1);
            int lower = Symbols.upper(symbol) ? symbol + 0x20 : symbol;
            if (lower != letters.charAt(letters.length() - i)) {
                return false;
            }
        }
        return true;
    }
}
