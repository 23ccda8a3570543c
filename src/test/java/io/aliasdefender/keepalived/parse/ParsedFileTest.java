package io.aliasdefender.keepalived.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The syntax, as keepalived 2.2.7 reads it. */
class ParsedFileTest {
    private static final String MAIN = "/etc/keepalived/keepalived.conf";

    private final MemorySources sources = new MemorySources();

    private ParsedFile parsed(String text) throws ParseFailure {
        return parsed(text, null);
    }

    private ParsedFile parsed(String text, String host) throws ParseFailure {
        return ParsedFile.read(Path.of(MAIN), sources.with(MAIN, text), Optional.ofNullable(host));
    }

    private List<String> told(String text, String host) throws ParseFailure {
        return parsed(text, host).statements().stream()
                .flatMap(ParsedFileTest::told)
                .toList();
    }

    private List<String> told(String text) throws ParseFailure {
        return told(text, null);
    }

    /** Each statement with its words between bars, those of its block in braces behind it. */
    private static Stream<String> told(Statement statement) {
        String words = String.join("|", statement.words());
        return statement.block()
                ? Stream.of(
                                Stream.of(words + "{"),
                                statement.body().stream().flatMap(ParsedFileTest::told),
                                Stream.of("}"))
                        .flatMap(part -> part)
                : Stream.of(words);
    }

    private static void assertRefused(ThrowingRead read, String... words) {
        assertThatThrownBy(read::read).isInstanceOf(ParseFailure.class).hasMessageContainingAll(words);
    }

    private interface ThrowingRead {
        void read() throws ParseFailure;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a b # c;a|b",
                "a b ! c;a|b",
                "a b#c;a|b",
                "auth_pass nfs!head;auth_pass|nfs",
                "a \"b # c ! d\" # e;a|b # c ! d",
                "a b\\#c\\!d # e;a|b#c!d",
                "a\tb\t\tc;a|b|c",
                "a \"b c\"d e;a|b c|d|e",
                "a 'b c';a|'b|c'",
                "   # nothing;~~",
            })
    void lineWhenItHasCommentsAndQuotesShouldBeWhatKeepalivedSees(String line, String words) throws Exception {
        assertThat(String.join(";", told(line))).isEqualTo(words == null ? "" : words);
    }

    @Test
    void blockWhenWrittenInOneLineOrManyShouldBeTheSame() throws Exception {
        List<String> expected = List.of("x|n{", "a|1", "y{", "b", "}", "}");

        assertThat(told("x n { a 1\n y { b } }")).isEqualTo(expected);
        assertThat(told("x n\n{\n a 1\n y\n {\n b\n }\n}\n")).isEqualTo(expected);
        assertThat(told("x n {\r\n\ta 1\r\n\ty {\r\n b\r\n}\r\n}\r\n")).isEqualTo(expected);
    }

    @Test
    void braceWhenQuotedShouldBeText() throws Exception {
        assertThat(told("script \"awk {print}\"\nx { }")).containsExactly("script|awk {print}", "x{", "}");
    }

    @Test
    void braceWhenItHasNoPartnerShouldBeAnErrorWithItsLine() {
        assertRefused(() -> parsed("a {\n b\n"), MAIN + ":1: the { of a is never closed", "write a }");
        assertRefused(() -> parsed("a {\n}\n}\n"), MAIN + ":3: there is a } without its {");
        assertRefused(() -> parsed("a {\n".repeat(100)), "more than 32 deep");
    }

    @Test
    void lineOfAHostShouldHoldThereAlone() throws Exception {
        String text = "@a one\n@^a two\n@b\n@^b three\nfour\n";

        assertThat(told(text, "a")).containsExactly("one", "three", "four");
        assertThat(told(text, "b")).containsExactly("two", "four");
        assertThat(told(text)).containsExactly("two", "three", "four");
        assertThat(parsed(text).hosts()).containsExactly("a", "b");
    }

    @Test
    void definitionWhenUsedShouldBePutInAtThatTime() throws Exception {
        assertThat(told("""
                $BASE=10.2.${SUB}
                $SUB=0
                x ${BASE}.100/32
                $SUB=10
                x ${BASE}.100/32 $SUB $NONE ${NONE}
                """)).containsExactly("x|10.2.0.100/32", "x|10.2.10.100/32|10|$NONE|${", "NONE", "}");
    }

    @Test
    void definitionWhenUsedWithAConditionShouldBeOfTheHost() throws Exception {
        String text = "@a $P=240\n@b $P=200\n$IF=@a\npriority $P\n$IF only a\n";

        assertThat(told(text, "a")).containsExactly("priority|240", "only|a");
        assertThat(told(text, "b")).containsExactly("priority|200");
    }

    @Test
    void definitionOfSeveralLinesShouldMakeThem() throws Exception {
        assertThat(told("""
                $INSTANCE= \\
                vrrp_instance VI_${NUM} { \\
                    @high priority 130 \\
                    address { \\
                        10.0.${NUM}.254/24 \\
                    } \\
                }
                $NUM=0
                $INSTANCE
                $NUM=1
                $INSTANCE
                """, "high"))
                .containsExactly(
                        "vrrp_instance|VI_0{",
                        "priority|130",
                        "address{",
                        "10.0.0.254/24",
                        "}",
                        "}",
                        "vrrp_instance|VI_1{",
                        "priority|130",
                        "address{",
                        "10.0.1.254/24",
                        "}",
                        "}");
    }

    @Test
    void repetitionShouldMakeALineForEachValue() throws Exception {
        assertThat(told("~SEQ(N, 0, 2) ip 10.0.${N}.1")).containsExactly("ip|10.0.0.1", "ip|10.0.1.1", "ip|10.0.2.1");
        assertThat(told("~SEQx(N, 0x90, 0x10, 0xb0) ip fe80::${N}"))
                .containsExactly("ip|fe80::90", "ip|fe80::a0", "ip|fe80::b0");
        assertThat(told("~LST({A,B}, {1,2},{3,4}) ~SEQ(C,2) ip ${A}.${B}.${C}"))
                .containsExactly("ip|1.2.1", "ip|1.2.2", "ip|3.4.1", "ip|3.4.2");
        assertThat(parsed("~SEQ(N, 1, -1, 9) x").remarks())
                .singleElement()
                .extracting(Remark::text)
                .asString()
                .contains("cannot read this repetition");
    }

    @Test
    void includeShouldBeRelativeToItsOwnFileAndSorted() throws Exception {
        sources.with("/etc/keepalived/d/b.conf", "b $X\n")
                .with("/etc/keepalived/d/a.conf", "a\ninclude sub/c.conf\n")
                .with("/etc/keepalived/d/sub/c.conf", "c\n")
                .with("/etc/keepalived/d/.hidden.conf", "hidden\n");
        MemorySources all = new MemorySources();

        assertThat(told("$X=1\nfirst\ninclude d/a.conf\ninclude d/b.conf\nlast"))
                .containsExactly("first", "a", "c", "b|1", "last");
        assertThat(ParsedFile.read(
                                Path.of("/x/m.conf"),
                                all.with("/x/m.conf", "include *.inc")
                                        .with("/x/2.inc", "two")
                                        .with("/x/1.inc", "one"),
                                Optional.empty())
                        .statements())
                .extracting(Statement::keyword)
                .containsExactly("one", "two");
    }

    @Test
    void includeWhenMissingShouldBeSaidAndLeftOut() throws Exception {
        assertThat(parsed("a\ninclude none.conf\nb").remarks())
                .containsExactly(
                        new Remark(new Place(MAIN, 2), "include none.conf was left out: there is no such file"));
    }

    @Test
    void includeWhenItComesBackToItselfShouldBeAnError() {
        assertRefused(() -> parsed("a\ninclude keepalived.conf\n"), MAIN + ":2", "which is just being read");
        for (int i = 0; i < 30; i++) {
            sources.with("/etc/keepalived/" + i, "include " + (i + 1) + "\n");
        }
        assertRefused(() -> parsed("include 0\n"), "more than 16 deep");
    }

    @Test
    void definitionWhenItContainsItselfShouldBeAnError() {
        assertRefused(() -> parsed("$A=$A\nx $A\n"), MAIN + ":2", "contains itself");
        assertRefused(() -> parsed("$A=x$B $B\n$B=y$A $A\nx $A\n"), MAIN + ":3");
    }

    /** Thirty lines that would make two to the thirtieth. */
    @Test
    void definitionsWhenTheyMakeTooMuchShouldBeAnErrorSoon() {
        StringBuilder text = new StringBuilder("$A0= \\\n@nobody x\\\n@nobody x\n");
        for (int i = 1; i < 30; i++) {
            text.append("$A" + i + "= \\\n$A" + (i - 1) + "\\\n$A" + (i - 1) + "\n");
        }
        assertRefused(() -> parsed(text + "$A29\n"), "more text than anybody can have meant");
        assertRefused(() -> parsed("~SEQ(A,1,99999) ~SEQ(B,1,99999) x"), "more than 300000 lines");
    }

    @Test
    void fileWhenItIsNoTextShouldBeAnError() {
        assertRefused(() -> parsed("a\nb\u0000\n"), MAIN + ":2: there is a zero byte", "name a text file");
        assertRefused(() -> parsed("a".repeat(40_000)), "more than 32768 characters");
        assertRefused(
                () -> ParsedFile.read(Path.of("/nowhere"), sources, Optional.empty()),
                "/nowhere: there is no such file");
    }

    @Test
    void fileWhenInAnotherEncodingOrWithAMarkShouldBeRead() throws Exception {
        sources.with(MAIN, "# f\u00fcr alle\na\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ParsedFile.read(Path.of(MAIN), sources, Optional.empty()).statements())
                .hasSize(1);
        assertThat(told("\ufeffa b\n")).containsExactly("a|b");
    }

    @Test
    void quoteWhenNeverClosedShouldBeSaid() throws Exception {
        assertThat(parsed("a \"b c\nd\n").remarks())
                .singleElement()
                .extracting(Remark::text)
                .asString()
                .contains("double quote is never closed");
        assertThat(told("a \"b c\nd\n")).containsExactly("a", "d");
    }
}
