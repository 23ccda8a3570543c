package io.aliasdefender.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Nearest {
    /** No word of ours is longer; longer input is never near to one. */
    private static final int MAX_LENGTH = 64;

    private Nearest() {}

    /** The known word nearest to the text, when at most a third of its letters differ (and never more than three). */
    static Optional<String> to(String text, Collection<String> known) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String folded = fold(text);
        return known.stream()
                .filter(word -> distance(folded, fold(word)) <= Math.min(3, Math.max(1, word.length() / 3)))
                .min(Comparator.comparingInt(word -> distance(folded, fold(word))));
    }

    /** Case and the choice of word separator are no difference. */
    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** The Damerau-Levenshtein distance (optimal string alignment): two neighbours swapped count as one mistake. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
