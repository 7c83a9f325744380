package dev.bastion.recorder.mask;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One direction of a terminal's stream, with what must not be seen replaced by stars, byte for byte and column for column; escape
 * sequences stay. What comes out does not depend on the pieces in which it goes in. Only the end of the stream that may still become
 * a match is held back, some hundred bytes and never more than two kilobytes or so; whoever feeds it says when the text pauses,
 * and then everything goes on.
 *
 * <p>For one thread.
 */
public final class MaskedStream {

    /** What spans more than this, by sequences between its characters, is no match. */
    private static final int LONGEST_MATCH = 2 << 10;

    /** Where bytes go on. */
    @FunctionalInterface
    public interface Out {
        /** Takes these bytes, which are the stream's own again afterwards. */
        void write(byte[] bytes, int offset, int length);
    }

    private final Held held = new Held();
    private final Tail tail = new Tail();
    private final Findings findings;
    private final VisibleText text;
    private final Detector[] detectors;

    /** For each symbol of ASCII a bit for each detector to which it may be a beginning. */
    private final short[] begun = new short[128];

    /** A bit for each detector that has begun. */
    private int active;

    private Detector certain;

    private MaskedStream(Set<MaskKind> kinds, Consumer<MaskKind> counter, boolean keyboard) {
        this.findings = new Findings(held, requireNonNull(counter, "counter is null"));
        this.text = new VisibleText(new Shown(), keyboard);
        List<Detector> made = new ArrayList<>();
        for (MaskKind kind : kinds) {
            add(kind, made);
        }
        this.detectors = made.toArray(Detector[]::new);
        for (int symbol = 0; symbol < begun.length; symbol++) {
            for (int i = 0; i < detectors.length; i++) {
                if (detectors[i].begins(symbol)) {
                    begun[symbol] |= (short) (1 << i);
                }
            }
        }
    }

    private void add(MaskKind kind, List<Detector> to) {
        switch (kind) {
            case PRIVATE_KEY -> to.add(new PrivateKeys(findings, tail));
            case JWT -> to.add(new WebTokens(findings, tail));
            case PAN -> to.add(new CardNumbers(findings, tail));
            case IBAN -> to.add(new AccountNumbers(findings, tail));
            case SSN -> to.add(new SecurityNumbers(findings, tail));
            case AWS_KEY -> to.add(new AwsKeyIds(findings, tail));
            case EMAIL -> to.add(new MailAddresses(findings, tail));
            case PASSWORD -> {
                to.add(new Passwords(findings, tail));
                to.add(new UrlPasswords(findings, tail));
            }
        }
    }

    /**
     * What a host prints.
     *
     * @param counter told of each match, once
     */
    public static MaskedStream ofScreen(Set<MaskKind> kinds, Consumer<MaskKind> counter) {
        return new MaskedStream(kinds, counter, false);
    }

    /** What a person types, where the erase keys take back. */
    public static MaskedStream ofKeyboard(Set<MaskKind> kinds, Consumer<MaskKind> counter) {
        return new MaskedStream(kinds, counter, true);
    }

    /** A text that is there as a whole. */
    public static String masked(String text, Set<MaskKind> kinds, Consumer<MaskKind> counter) {
        MaskedStream stream = ofScreen(kinds, counter);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        stream.feed(bytes, 0, bytes.length, out::write);
        stream.pause(out::write);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** How many columns the screen has, so that lines which are folded at its edge go on; 0 where nobody knows. */
    public void width(int columns) {
        text.width(columns);
    }

    /** The next bytes; what of them and those before can go on goes on. */
    public void feed(byte[] bytes, int offset, int length, Out out) {
        int at = held.append(bytes, offset, length);
        text.feed(held.bytes(), at, held.count(), held.base());
        findings.count(earliest());
        held.release(Math.min(undecided(), text.open()), out);
    }

    /** Nothing more comes soon: what is a match as it stands is masked, and all that is held goes on. */
    public void pause(Out out) {
        for (int left = active; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            detectors[i].pause();
            look(i);
        }
        findings.count(Long.MAX_VALUE);
        held.release(held.end(), out);
    }

    /** How many bytes are held back. */
    public int held() {
        return held.count();
    }

    private long undecided() {
        long from = Detector.NONE;
        for (int left = active; left != 0; left &= left - 1) {
            from = Math.min(from, detectors[Integer.numberOfTrailingZeros(left)].from());
        }
        return from;
    }

    private long earliest() {
        long start = Detector.NONE;
        for (int left = active; left != 0; left &= left - 1) {
            start = Math.min(start, detectors[Integer.numberOfTrailingZeros(left)].start());
        }
        return start;
    }

    private void show(int symbol, long at) {
        int all = symbol >= 0 && symbol < begun.length ? active | begun[symbol] : active;
        for (int left = all; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            detectors[i].next(symbol, at);
            look(i);
            if (detectors[i].certain()) {
                onlyThis(i);
                return;
            }
        }
    }

    /** What is certain is shown alone what comes: the others would find it in parts. */
    private void onlyThis(int which) {
        certain = detectors[which];
        for (int left = active & ~(1 << which); left != 0; left &= left - 1) {
            detectors[Integer.numberOfTrailingZeros(left)].reset();
        }
        active = 1 << which;
    }

    private void showCertain(int symbol, long at) {
        certain.next(symbol, at);
        if (!certain.certain()) {
            certain = null;
            look(Integer.numberOfTrailingZeros(active));
        }
    }

    private void look(int which) {
        int bit = 1 << which;
        active = detectors[which].active() ? active | bit : active & ~bit;
    }

    private void erase() {
        for (int left = active; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            detectors[i].erase();
            look(i);
        }
        if (certain != null && !certain.certain()) {
            certain = null;
        }
        tail.erase();
    }

    /** What is to be seen of the bytes. */
    private final class Shown implements VisibleText.Seen {

        @Override
        public void symbol(int symbol, long at, int bytes) {
            if (bytes > 0) {
                held.character(at, bytes);
            }
            if (symbol == Symbols.ERASED) {
                erase();
                return;
            }
            if (certain == null) {
                show(symbol, at);
            } else {
                showCertain(symbol, at);
            }
            tail.add(symbol);
        }

        @Override
        public void unseen(long end) {
            if (active != 0 && end - undecided() > LONGEST_MATCH) {
                symbol(Symbols.BREAK, end, 0);
            }
        }
    }
}
