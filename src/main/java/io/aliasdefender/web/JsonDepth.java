package io.aliasdefender.web;

/** How deep a text in JSON is nested, before anything is made of it: each level costs the parser some of its stack. */
final class JsonDepth {
    private JsonDepth() {}

    /** The levels of a text, whether it is JSON or not. */
    static int of(String text) {
        int depth = 0;
        int deepest = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (quoted && next == '\\') {
                i++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (!quoted && (next == '{' || next == '[')) {
                depth++;
                deepest = Math.max(deepest, depth);
            } else if (!quoted && (next == '}' || next == ']')) {
                depth--;
            }
        }
        return deepest;
    }
}
