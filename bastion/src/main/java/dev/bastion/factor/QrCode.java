package dev.bastion.factor;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A QR code as lines of text: two rows of it in one of the terminal, light on dark spelled out as half blocks, with the
 * quiet zone that scanners want. Stateless.
 */
public final class QrCode {
    private static final int QUIET = 2;

    private QrCode() {}

    /** The code of a text, for a terminal whose letters are light on dark. */
    public static List<String> lines(String text) {
        BitMatrix dots = dots(text);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < dots.getHeight(); row += 2) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < dots.getWidth(); column++) {
                line.append(half(light(dots, column, row), light(dots, column, row + 1)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static char half(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '\u2588' : '\u2580';
        }
        return lower ? '\u2584' : ' ';
    }

    private static boolean light(BitMatrix dots, int column, int row) {
        return row >= dots.getHeight() || !dots.get(column, row);
    }

    private static BitMatrix dots(String text) {
        try {
            return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, QUIET));
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text is too long for a QR code", e);
        }
    }
}
