package io.aliasdefender.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one file, and gives it back in the order of the file, bounded. */
final class Findings {
    /** So many are told; people correct the first ones and look again. */
    static final int MAX_TOLD = 50;
    /** So many are kept to be sorted: a megabyte of garbage must not fill the heap. */
    private static final int MAX_KEPT = 1_000;

    private static final Comparator<Finding> IN_FILE_ORDER =
            Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

    private final String file;
    private final Pile errors = new Pile();
    private final Pile warnings = new Pile();

    Findings(String file) {
        this.file = file;
    }

    void error(At at, String what, String remedy) {
        error(at, what, remedy, false);
    }

    /** @param passing whether the same file may be right a moment later */
    void error(At at, String what, String remedy, boolean passing) {
        errors.add(new Finding(file, at.line(), at.column(), what, remedy, passing));
    }

    /** An error that the present state of this host makes, and not the file alone. */
    void errorNow(At at, String what, String remedy) {
        error(at, what, remedy, true);
    }

    void warning(At at, String what, String remedy) {
        warnings.add(new Finding(file, at.line(), at.column(), what, remedy, false));
    }

    /** The same for what may not be worth a warning a moment later. */
    void warningNow(At at, String what, String remedy) {
        warnings.add(new Finding(file, at.line(), at.column(), what, remedy, true));
    }

    boolean hasErrors() {
        return errors.count > 0;
    }

    List<Finding> errors() {
        return errors.told();
    }

    List<Finding> warnings() {
        return warnings.told();
    }

    private static final class Pile {
        private final List<Finding> kept = new ArrayList<>();
        private int count;

        void add(Finding finding) {
            count++;
            if (kept.size() < MAX_KEPT) {
                kept.add(finding);
            }
        }

        List<Finding> told() {
            List<Finding> sorted =
                    kept.stream().sorted(IN_FILE_ORDER).distinct().toList();
            int left = sorted.size() - MAX_TOLD + count - kept.size();
            if (sorted.size() <= MAX_TOLD) {
                return sorted;
            }
            List<Finding> told = new ArrayList<>(sorted.subList(0, MAX_TOLD));
            Finding next = sorted.get(MAX_TOLD);
            told.add(new Finding(
                    next.file(),
                    next.line(),
                    next.column(),
                    "and " + left + " more from here on",
                    "correct the ones above and look again",
                    sorted.stream().skip(MAX_TOLD).allMatch(Finding::passing)));
            return told;
        }
    }
}
