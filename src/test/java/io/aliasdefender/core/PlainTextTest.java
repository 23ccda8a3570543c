package io.aliasdefender.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x0b, 0x0d, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x200b, 0x200d, 0x200e,
                0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff,
                0xe000, 0xd800, 0xdfff
            })
    void characterWhenItIsInvisibleShouldBecomeVisible(int character) {
        String visible = String.format("a\\u%04xb", character);

        assertThat(PlainText.line("a" + (char) character + "b")).isEqualTo(visible);
        assertThat(PlainText.lines("a" + (char) character + "b")).isEqualTo(visible);
    }

    @Test
    void characterWhenItIsBeyondSixteenBitsShouldBecomeTwoThatJsonUnderstands() {
        assertThat(PlainText.line("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain ASCII ~ text", "Grüße, Ж, 漢字, 😀", "C:\\u001b as it is written", "a…b"})
    void textWhenItIsVisibleShouldStayAsItIs(String text) {
        assertThat(PlainText.line(text)).isEqualTo(text);
    }

    @Test
    void lineBreaksShouldStayOnlyWhereThereMayBeSeveralLines() {
        assertThat(PlainText.lines("a\n\tb")).isEqualTo("a\n\tb");
        assertThat(PlainText.line("a\n\tb")).isEqualTo("a\\u000a\\u0009b");
    }

    @Test
    void textWhenItIsTooLongShouldEndWithAnEllipsis() {
        assertThat(PlainText.line("abcdef", 6)).isEqualTo("abcdef");
        assertThat(PlainText.line("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(PlainText.line("\u0007bcdef", 6)).isEqualTo("\\u000…");
        // No half of a character is left.
        assertThat(PlainText.line("abcd😀g", 6)).isEqualTo("abcd…");
    }

    @Test
    void wrapShouldKeepWordsWholeAndLinesShort() {
        assertThat(PlainText.wrapped("one two three four", 9)).containsExactly("one two", "three", "four");
        assertThat(PlainText.wrapped("", 9)).isEqualTo(List.of(""));
        assertThat(PlainText.wrapped("extraordinarily long", 9)).containsExactly("extraordinarily", "long");
    }
}
