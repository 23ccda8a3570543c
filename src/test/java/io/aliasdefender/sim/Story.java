package io.aliasdefender.sim;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a schedule's story is worth printing. */
final class Story {
    private static final int MOST_LINES = 180;
    /** What a daemon says about an alias. */
    private static final Pattern ABOUT = Pattern.compile(" \\[([0-9a-f.:]+)] ");

    private Story() {}

    /** How it ended, what it was drawn as, and its last lines without those about aliases that are well. */
    static String end(String story) {
        List<String> lines = story.lines().toList();
        String broken = lines.get(lines.size() - 1);
        List<String> told =
                lines.stream().filter(line -> concerns(broken, line)).toList();
        int left = Math.max(0, told.size() - MOST_LINES);
        return broken + "\n" + lines.get(0) + "\n... " + (lines.size() - told.size() + left)
                + " lines are left out ...\n" + String.join("\n", told.subList(left, told.size()));
    }

    private static boolean concerns(String broken, String line) {
        Matcher about = ABOUT.matcher(line);
        boolean namesOne = broken.contains("192.0.2.") || broken.contains("2001:db8:");
        return !namesOne || !about.find() || names(broken, about.group(1));
    }

    private static boolean names(String broken, String address) {
        return Pattern.compile(Pattern.quote(address) + "(?![0-9a-f])")
                .matcher(broken)
                .find();
    }
}
