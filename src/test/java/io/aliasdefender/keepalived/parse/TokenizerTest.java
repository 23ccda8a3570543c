package io.aliasdefender.keepalived.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerTest {
    private static String escaped(String text) {
        return Tokenizer.escaped(text).map(words -> String.join("|", words)).orElse("none");
    }

    @Test
    void commandWhenQuotedShouldBeSplitAsKeepalivedSplitsIt() {
        assertThat(escaped("script \"/bin/ls a\\ b 'c d'\"")).isEqualTo("script|/bin/ls a b 'c d'");
        assertThat(escaped("/bin/ls 'a b' c\\ d \"e\"f")).isEqualTo("/bin/ls|a b|c d|ef");
        assertThat(escaped("a \\x41\\102\\t'' \\q")).isEqualTo("a|AB\t|q");
        assertThat(escaped("a 'b")).isEqualTo("none");
        assertThat(escaped("a \\")).isEqualTo("none");
        assertThat(escaped("  ")).isEmpty();
    }

    @Test
    void patternShouldMatchAsGlobDoes() {
        assertThat(Wildcard.matches("*.conf", "a.conf")).isTrue();
        assertThat(Wildcard.matches("*.conf", ".a.conf")).isFalse();
        assertThat(Wildcard.matches("[a-c]?[!x]*", "b1y")).isTrue();
        assertThat(Wildcard.matches("[a-c]?[!x]*", "b1x")).isFalse();
        assertThat(Wildcard.matches("a*b*c", "a-b-b-c")).isTrue();
        assertThat(Wildcard.matches("a*b*c", "a-b-b")).isFalse();
        assertThat(Wildcard.matches("*a".repeat(40), "a".repeat(39) + "b")).isFalse();
        assertThat(Wildcard.alternatives("x{a,b{1,2}}.conf")).isEqualTo(List.of("xa.conf", "xb1.conf", "xb2.conf"));
    }
}
