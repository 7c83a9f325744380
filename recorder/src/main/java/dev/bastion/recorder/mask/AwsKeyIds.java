package dev.bastion.recorder.mask;

import java.nio.charset.StandardCharsets;

/**
 * Ids of access keys of AWS: four letters for the kind and sixteen of base 32, as gitleaks' rule has them. The kind stays, so that
 * nothing is held back before the fifth character. The secret that belongs to one has no form of its own; {@link Passwords} finds
 * it beside its name.
 */
final class AwsKeyIds extends FixedForm {

    private static final int LENGTH = 20;
    private static final int KIND = 4;

    AwsKeyIds(Findings findings, Tail tail) {
        super(findings, tail, LENGTH, KIND);
    }

    @Override
    boolean begins(int symbol) {
        return symbol == 'A';
    }

    @Override
    boolean fits(int place, int symbol) {
        if (place == 0) {
            return symbol == 'A' && !goesOn(tail.before(1));
        }
        return Symbols.upper(symbol) || (place < KIND ? Symbols.digit(symbol) : symbol >= '2' && symbol <= '7');
    }

    @Override
    boolean goesOn(int symbol) {
        return symbol == '_' || Symbols.alphanumeric(symbol);
    }

    @Override
    boolean mayBecome(int length) {
        return length != KIND || isKind(new String(text, 0, KIND, StandardCharsets.US_ASCII));
    }

    private static boolean isKind(String kind) {
        return kind.startsWith("A3T")
                || kind.equals("AKIA")
                || kind.equals("ASIA")
                || kind.equals("ABIA")
                || kind.equals("ACCA");
    }

    @Override
    boolean mark() {
        boolean any = findings.mask(places[KIND], places[LENGTH - 1] + 1);
        if (any) {
            findings.found(MaskKind.AWS_KEY, places[0], places[LENGTH - 1] + 1);
        }
        return any;
    }
}
