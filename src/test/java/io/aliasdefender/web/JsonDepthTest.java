package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDepthTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true | 0",
                "{\"on\": true} | 1",
                "{\"a\": [1, {\"b\": []}], \"c\": {}} | 4",
                "{\"reason\": \"[[[{{{\"} | 1",
                "{\"reason\": \"\\\"[[\", \"x\": \"\\\\\", \"y\": [1]} | 2",
                "[[[[ | 4",
                "]]][[ | 0"
            })
    void depthShouldBeThatOfTheBracketsOutsideOfTexts(String text, int depth) {
        assertThat(JsonDepth.of(text)).isEqualTo(depth);
    }
}
