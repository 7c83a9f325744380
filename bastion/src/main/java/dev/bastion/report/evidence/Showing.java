package dev.bastion.report.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Figures and gaps on their way to a {@link Finding}. For one thread. */
final class Showing {
    private static final int MOST_NAMES = 20;

    private final List<String> figures = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    Showing figure(String sentence) {
        figures.add(sentence);
        return this;
    }

    /** Says so where it is so. */
    Showing figureIf(boolean so, String sentence) {
        return so ? figure(sentence) : this;
    }

    Showing gap(String sentence) {
        gaps.add(sentence);
        return this;
    }

    /** A gap where it is so. */
    Showing gapIf(boolean so, String sentence) {
        return so ? gap(sentence) : this;
    }

    /** A gap that names things, where there are any. */
    Showing gapOf(String sentence, Collection<String> names) {
        return gapIf(!names.isEmpty(), sentence + ": " + listed(names));
    }

    Finding.Shown finding() {
        return new Finding.Shown(figures, gaps);
    }

    static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** The first of them, and how many more there are; {@code none} where there is none. */
    static String listed(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = String.join(" ", names.stream().limit(MOST_NAMES).toList());
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
