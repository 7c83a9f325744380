package dev.bastion.recorder.mask;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * JSON web tokens in their compact form (RFC 7515 section 7.1): a header that is JSON with an {@code alg}, a payload that begins like
 * JSON, and what follows. Of each token the first letters and the dots stay. It is certain with the payload's first letters, and
 * from there everything is masked as it comes, however long it is.
 */
final class WebTokens extends Detector {

    private static final String BEGINNING = "eyJ";
    private static final int LONGEST_HEADER = 1024;

    private final StringBuilder header = new StringBuilder(0);
    private long first = NONE;
    private long fourth;
    private long dot;
    private long payload;
    private int length;
    private int dots;
    private boolean certain;

    WebTokens(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return symbol == 'e';
    }

    @Override
    void next(int symbol, long at) {
        if (certain) {
            body(symbol, at);
        } else if (first == NONE) {
            int before = tail.before(1);
            if (!ofToken(before)) {
                first = at;
                length = 1;
                header.append('e');
            }
        } else if (dots == 0) {
            header(symbol, at);
        } else {
            payload(symbol, at);
        }
    }

    private static boolean ofToken(int symbol) {
        return Symbols.ascii(symbol) || symbol == '-' || symbol == '_';
    }

    private void header(int symbol, long at) {
        if (symbol == '.' && isHeader()) {
            dots = 1;
            dot = at;
            length = 0;
        } else if (!ofToken(symbol)
                || length == LONGEST_HEADER
                || (length < BEGINNING.length() && symbol != BEGINNING.charAt(length))) {
            reset();
        } else {
            fourth = length == BEGINNING.length() ? at : fourth;
            header.append((char) symbol);
            length++;
        }
    }

    private boolean isHeader() {
        try {
            byte[] json = Base64.getUrlDecoder().decode(header.toString());
            String text = new String(json, StandardCharsets.UTF_8).strip();
            return text.startsWith("{") && text.endsWith("}") && text.contains("\"alg\"");
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private void payload(int symbol, long at) {
        if (symbol != BEGINNING.charAt(length)) {
            reset();
            return;
        }
        payload = length == 0 ? at : payload;
        if (++length == BEGINNING.length()) {
            certain = true;
            boolean any = findings.mask(fourth, dot);
            any |= findings.mask(payload, at + 1);
            if (any) {
                findings.found(MaskKind.JWT, first, at + 1);
            }
        }
    }

    private void body(int symbol, long at) {
        if (symbol == '.' && dots < 4) {
            dots++;
        } else if (ofToken(symbol)) {
            findings.mask(at, at + 1);
        } else {
            reset();
        }
    }

    @Override
    void erase() {
        if (!certain) {
            reset();
        }
    }

    @Override
    boolean certain() {
        return certain;
    }

    @Override
    long start() {
        return first;
    }

    @Override
    long from() {
        return certain || (dots == 0 && length <= BEGINNING.length()) ? NONE : fourth;
    }

    @Override
    void reset() {
        header.setLength(0);
        header.trimToSize();
        first = NONE;
        length = 0;
        dots = 0;
        certain = false;
    }
}
