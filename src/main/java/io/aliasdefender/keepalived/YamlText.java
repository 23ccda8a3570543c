package io.aliasdefender.keepalived;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as YAML. */
final class YamlText {
    /** What is text to every reader of YAML, in braces and brackets as well. */
    private static final String PLAIN = "[A-Za-z/_][A-Za-z0-9_./@%+=-]*";

    private static final String WORDS = "(?i)true|false|yes|no|on|off|null|y|n|nan|inf";

    private YamlText() {}

    static String scalar(String text) {
        return text.matches(PLAIN) && !text.matches(WORDS) ? text : quoted(text);
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> out.append('\\').append(character);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (character < ' '
                            || character >= 0x7f && character < 0xa0
                            || character >= 0x2028 && character < 0x202a
                            || Character.isSurrogate(character)
                            || character >= 0xfff0) {
                        out.append(String.format("\\u%04x", (int) character));
                    } else {
                        out.append(character);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    static String list(Collection<String> texts) {
        return texts.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * @param values as YAML
     * @return with the keys of our configuration as they are, {@code on} among them, which was yes to YAML 1.1
     */
    static String map(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> (entry.getKey().matches(PLAIN) ? entry.getKey() : quoted(entry.getKey())) + ": "
                        + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
