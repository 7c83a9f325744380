package dev.bastion.report.evidence;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What came of looking for a kind of evidence. */
public sealed interface Finding {

    /**
     * There is some.
     *
     * @param figures what was counted, a sentence each; at least one
     * @param gaps where it is not as the controls ask that call for it, a sentence each
     */
    record Shown(List<String> figures, List<String> gaps) implements Finding {
        public Shown {
            figures = List.copyOf(figures);
            gaps = List.copyOf(gaps);
            if (figures.isEmpty()) {
                throw new IllegalArgumentException("shown without a figure");
            }
        }
    }

    /** There is none, and why. */
    record Nothing(String why) implements Finding {
        public Nothing {
            requireNonNull(why, "why is null");
        }
    }
}
