package dev.bastion.recorder.mask;

/**
 * Ids of access keys of AWS: four letters for the kind and sixteen of base 32, as gitleaks' rule has them. The kind stays, so that
 * nothing is held back before the fifth character. The secret that belongs to one has no form of its own; {@link Passwords} finds
 * it beside its name.
 */
final class AwsKeyIds extends Detector {

    private static final int LENGTH = 20;
    private static final int KIND = 4;

    private final byte[] text = new byte[LENGTH];
    private final long[] places = new long[LENGTH];
    private int length;

    AwsKeyIds(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return symbol == 'A';
    }

    @Override
    void next(int symbol, long at) {
        if (length == LENGTH) {
            if (!word(symbol)) {
                mark();
            }
            reset();
        } else if (fits(symbol)) {
            text[length] = (byte) symbol;
            places[length++] = at;
            if (length == KIND && !kind()) {
                reset();
            }
        } else {
            reset();
        }
    }

    private boolean fits(int symbol) {
        if (length == 0) {
            return symbol == 'A' && !word(tail.before(1));
        }
        return Symbols.upper(symbol) || (length < KIND ? Symbols.digit(symbol) : symbol >= '2' && symbol <= '7');
    }

    private static boolean word(int symbol) {
        return symbol == '_' || Symbols.alphanumeric(symbol);
    }

    private boolean kind() {
        String kind = new String(text, 0, KIND, java.nio.charset.StandardCharsets.US_ASCII);
        return kind.startsWith("A3T")
                || kind.equals("AKIA")
                || kind.equals("ASIA")
                || kind.equals("ABIA")
                || kind.equals("ACCA");
    }

    private boolean mark() {
        boolean any = findings.mask(places[KIND], places[LENGTH - 1] + 1);
        if (any) {
            findings.found(MaskKind.AWS_KEY, places[0], places[LENGTH - 1] + 1);
        }
        return any;
    }

    @Override
    void erase() {
        length = Math.max(0, length - 1);
    }

    @Override
    void pause() {
        if (length == LENGTH && mark()) {
            reset();
        }
    }

    @Override
    long start() {
        return length > 0 ? places[0] : NONE;
    }

    @Override
    long from() {
        return length > KIND ? places[KIND] : NONE;
    }

    @Override
    void reset() {
        length = 0;
    }
}
