package dev.bastion.recorder.mask;

/** The password in a URL's {@code ://user:password@} (RFC 3986 section 3.2.1), which is one only once the {@code @} has come. */
final class UrlPasswords extends Detector {

    private static final int LONGEST_USER = 64;
    private static final int LONGEST = 128;
    private static final String ENDS = " /?#\"'<>`";

    private boolean user;
    private long first = NONE;
    private long password = NONE;
    private int length;

    UrlPasswords(Findings findings, Tail tail) {
        super(findings, tail);
    }

    @Override
    boolean begins(int symbol) {
        return symbol == '/';
    }

    @Override
    void next(int symbol, long at) {
        if (first == NONE) {
            if (tail.before(1) == '/' && tail.before(2) == ':') {
                first = at;
                user = true;
            }
        } else if (symbol < 0 || ENDS.indexOf(symbol) >= 0) {
            reset();
        } else if (user) {
            user(symbol);
        } else {
            password(symbol, at);
        }
    }

    private void user(int symbol) {
        if (symbol == ':') {
            user = false;
            length = 0;
        } else if (symbol == '@' || ++length > LONGEST_USER) {
            reset();
        }
    }

    private void password(int symbol, long at) {
        if (symbol == '@') {
            if (length > 0 && findings.mask(password, at)) {
                findings.found(MaskKind.PASSWORD, password, at);
            }
            reset();
        } else if (++length > LONGEST) {
            reset();
        } else if (length == 1) {
            password = at;
        }
    }

    @Override
    long start() {
        return first;
    }

    @Override
    long from() {
        return password;
    }

    @Override
    void reset() {
        user = false;
        first = NONE;
        password = NONE;
        length = 0;
    }
}
