package io.aliasdefender.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoffTest {
    private static String body(String markdown) {
        String page = Roff.page("x", "8", "2026-01-31", "x 1.0", "Manual", markdown);
        return page.lines().skip(2).reduce("", (before, line) -> before + line + "\n");
    }

    @Test
    void pageShouldBeginWithItsTitleAndAskForTables() {
        assertThat(Roff.page("alias-defender", "8", "2026-01-31", "alias-defender 1.0", "Manual", ""))
                .startsWith(
                        "'\\\" t\n.TH \"alias\\-defender\" 8 \"2026\\-01\\-31\" \"alias\\-defender 1.0\" \"Manual\"\n");
    }

    @Test
    void headingsShouldBecomeSections() {
        assertThat(body("## See also\n\n### `on-stop`\n")).isEqualTo(".SH \"SEE ALSO\"\n.SS \"on\\-stop\"\n");
    }

    @Test
    void paragraphShouldBecomeOneLineWithItsMarks() {
        assertThat(body("Say `--node NAME`, **never**\n*perhaps*, and [read](elsewhere.md#x) a * or b.\n"))
                .isEqualTo(".PP\nSay \\fB\\-\\-node NAME\\fR, \\fBnever\\fR \\fIperhaps\\fR, and read a * or b.\n");
    }

    @Test
    void requestsInTheTextShouldBeText() {
        assertThat(body(".SH is no heading, a \\ stays one\n\n```\n'quoted'\n.nf\n```\n"))
                .isEqualTo(".PP\n\\&.SH is no heading, a \\e stays one\n"
                        + ".PP\n.RS 4\n.nf\n\\(aqquoted\\(aq\n\\&.nf\n.fi\n.RE\n");
    }

    @Test
    void termsShouldHaveTheirExplanations() {
        assertThat(body("`-v`, `--verbose`\n: Says more,\n  much more.\n"))
                .isEqualTo(".TP\n\\fB\\-v\\fR, \\fB\\-\\-verbose\\fR\nSays more, much more.\n");
    }

    @Test
    void listShouldHaveBullets() {
        assertThat(body("- one\n- two,\n  and more\n")).isEqualTo(".IP \\(bu 2\none\n.IP \\(bu 2\ntwo, and more\n");
    }

    @Test
    void tableShouldWrapItsWideColumns() {
        assertThat(body("| key | means |\n|---|---|\n| `a \\| b` | more than would fit into a narrow column |\n"))
                .isEqualTo(".PP\n.TS\ntab(@);\nl lx.\n\\fBkey\\fR@\\fBmeans\\fR\n_\n"
                        + "\\fBa | b\\fR@T{\nmore than would fit into a narrow column\nT}\n.TE\n");
    }
}
