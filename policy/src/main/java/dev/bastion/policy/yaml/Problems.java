package dev.bastion.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file. For one thread. */
public final class Problems {

    /** Nobody mends more at one go, and a hostile file must not make a report of its own size. */
    private static final int MAX = 200;

    private final List<Problem> found = new ArrayList<>();
    private int dropped;

    public Problems() {}

    public void add(Problem problem) {
        if (found.size() < MAX) {
            found.add(problem);
        } else {
            dropped++;
        }
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** In the order of the file; after two hundred, one line says how many more there are. */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (dropped > 0) {
            all.add(new Problem("", 0, 0, "and " + dropped + " more problems", "mend these first"));
        }
        return all;
    }
}
