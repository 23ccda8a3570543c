package io.aliasdefender.keepalived.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The patterns of glob(3). Not the ones of {@link java.nio.file.FileSystem#getPathMatcher}: those are turned into regular
 * expressions, which some patterns keep busy for ever.
 */
final class Wildcard {
    private static final int MOST_ALTERNATIVES = 1_000;

    private Wildcard() {}

    /** What braces as of csh stand for: {@code a{b,c}} is {@code ab} and {@code ac}. */
    static List<String> alternatives(String pattern) {
        List<String> done = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(pattern));
        while (!open.isEmpty() && done.size() + open.size() <= MOST_ALTERNATIVES) {
            String one = open.pop();
            int begin = one.indexOf('{');
            int end = begin < 0 ? -1 : closing(one, begin);
            if (end < 0) {
                done.add(one);
                continue;
            }
            List<String> parts = parts(one.substring(begin + 1, end));
            for (int i = parts.size() - 1; i >= 0; i--) {
                open.push(one.substring(0, begin) + parts.get(i) + one.substring(end + 1));
            }
        }
        return done;
    }

    private static int closing(String text, int begin) {
        int depth = 0;
        for (int i = begin; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (depth == 0 && character == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** Whether it can stand for other names than its own. */
    static boolean isOne(String segment) {
        return segment.indexOf('*') >= 0 || segment.indexOf('?') >= 0 || segment.indexOf('[') >= 0;
    }

    /** Whether the name of a file is one that the pattern stands for; hidden files have to be named with their dot. */
    static boolean matches(String pattern, String name) {
        if (name.startsWith(".") && !pattern.startsWith(".")) {
            return false;
        }
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        // After a mismatch the last star takes one character more; the stars before it never have to.
        while (in < name.length()) {
            int next = at < pattern.length() && pattern.charAt(at) != '*' ? single(pattern, at, name.charAt(in)) : -1;
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (next > 0) {
                at = next;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** Where the pattern goes on when its next element stands for the character; -1 when it does not. */
    private static int single(String pattern, int at, char character) {
        char element = pattern.charAt(at);
        if (element == '?') {
            return at + 1;
        }
        int end = element == '[' ? pattern.indexOf(']', at + 2) : -1;
        if (end < 0) {
            return element == character ? at + 1 : -1;
        }
        boolean negated = "!^".indexOf(pattern.charAt(at + 1)) >= 0;
        return inSet(pattern.substring(at + (negated ? 2 : 1), end), character) != negated ? end + 1 : -1;
    }

    private static boolean inSet(String set, char character) {
        for (int i = 0; i < set.length(); i++) {
            boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
            if (range ? character >= set.charAt(i) && character <= set.charAt(i + 2) : set.charAt(i) == character) {
                return true;
            }
            i += range ? 2 : 0;
        }
        return false;
    }
}
