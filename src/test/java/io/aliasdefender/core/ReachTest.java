package io.aliasdefender.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Reach.Verdict;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rule for whether the network drops the frames of the alias. */
class ReachTest {
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    private static final IpAddress NODE = IpAddress.of("192.0.2.12");
    private static final Pair UNASKED = new Pair(0, 0, 0);
    private static final Pair SILENT = new Pair(10, 0, 0);
    private static final Pair OWN_ALONE = new Pair(10, 10, 0);
    private static final Pair BOTH = new Pair(10, 9, 1);

    private static Verdict judge(Map<IpAddress, Answers> hosts) {
        return Reach.judge(new ReachResult(1, ALIAS, "eth0", hosts)).verdict();
    }

    private static Verdict echo(Pair router, Pair node) {
        return judge(Map.of(ROUTER, new Answers(router, UNASKED), NODE, new Answers(node, UNASKED)));
    }

    @Test
    void ownAddressAloneAnsweredShouldBeAFilter() {
        assertThat(echo(OWN_ALONE, SILENT)).isEqualTo(Verdict.FILTERED);
    }

    @Test
    void anybodysAnswerToTheAliasShouldBeEnough() {
        assertThat(echo(OWN_ALONE, BOTH)).isEqualTo(Verdict.HEARD);
    }

    @Test
    void nobodysAnswerShouldBeNotKnown() {
        assertThat(echo(SILENT, SILENT)).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(judge(Map.of())).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(echo(UNASKED, UNASKED)).isEqualTo(Verdict.NOT_KNOWN);
    }

    @Test
    void lossThatTheOwnAnswersShowShouldExcuseTheMissingOnes() {
        // Half of the answers are lost: ten of ten is then an accident of one in a thousand, thirty of thirty none.
        assertThat(echo(new Pair(10, 5, 0), SILENT)).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(echo(new Pair(30, 15, 0), SILENT)).isEqualTo(Verdict.FILTERED);
        assertThat(echo(new Pair(10, 8, 0), SILENT)).isEqualTo(Verdict.FILTERED);
        assertThat(echo(new Pair(93, 5, 0), SILENT)).isEqualTo(Verdict.NOT_KNOWN);
    }

    @Test
    void arpShouldCountOnlyWhereNobodyAnswersEchoes() {
        assertThat(judge(Map.of(ROUTER, new Answers(SILENT, OWN_ALONE)))).isEqualTo(Verdict.FILTERED);
        assertThat(judge(Map.of(ROUTER, new Answers(SILENT, BOTH)))).isEqualTo(Verdict.HEARD);
        // IP source guard drops IP alone.
        assertThat(judge(Map.of(ROUTER, new Answers(OWN_ALONE, BOTH)))).isEqualTo(Verdict.FILTERED);
        assertThat(judge(Map.of(ROUTER, new Answers(BOTH, OWN_ALONE)))).isEqualTo(Verdict.HEARD);
    }
}
