package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckSpec;
import io.aliasdefender.payload.ChecksView.CheckView;
import io.aliasdefender.payload.FailingCheck;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckEngineTest {
    private static final IpAddress FIRST = IpAddress.of("192.0.2.100");
    private static final IpAddress SECOND = IpAddress.of("192.0.2.101");

    private final VirtualTimers timers = new VirtualTimers();
    private final Map<String, Thing> things = new HashMap<>();
    private final List<AliasFitness> told = new ArrayList<>();
    private final List<FailingChecks> failing = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final CheckEngine engine = new CheckEngine(
            timers,
            (spec, changed) -> things.merge(spec.name(), new Thing(changed), (old, now) -> now.like(old)),
            below -> 0,
            told::add,
            failing::add,
            reports::add);

    /** What is looked at. */
    private static final class Thing implements Check {
        private final Runnable changed;
        private Result result = Result.passed("fine");
        private boolean closed;

        Thing(Runnable changed) {
            this.changed = changed;
        }

        Thing like(Thing other) {
            result = other.result;
            return this;
        }

        @Override
        public Future<Result> run() {
            return Future.succeededFuture(result);
        }

        @Override
        public void giveUp() {}

        @Override
        public void close() {
            closed = true;
        }
    }

    private static CheckSpec spec(String name, int port, int fall) {
        return new CheckSpec(
                name,
                new CheckKind.Tcp(new Endpoint("127.0.0.1", port)),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                fall,
                2);
    }

    private void pass(int seconds) {
        timers.pass(Duration.ofSeconds(seconds));
    }

    private CheckView view(String name) {
        return engine.view().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aliasWhenConfiguredShouldBeToldUnknownAndThenFit() {
        engine.configure(List.of(spec("squid", 1, 2)), Map.of(FIRST, List.of("squid")));
        assertThat(told)
                .containsExactly(new AliasFitness(FIRST, new Fitness(Known.UNKNOWN, "squid has no result yet")));
        told.clear();

        pass(1);

        assertThat(told).containsExactly(new AliasFitness(FIRST, Fitness.FIT));
        assertThat(reports).isEmpty();
    }

    @Test
    void aliasesWhenACheckFailsShouldBeToldThoseThatNeedIt() {
        engine.configure(
                List.of(spec("squid", 1, 2), spec("port", 2, 2)),
                Map.of(FIRST, List.of("squid", "port"), SECOND, List.of("port")));
        pass(3);
        told.clear();

        things.get("squid").result = Result.failed("connection refused");
        pass(3);

        assertThat(told)
                .containsExactly(new AliasFitness(
                        FIRST,
                        new Fitness(Known.NO, "squid fails: connection refused"),
                        FailingCheck.blame(List.of("squid"))));
        assertThat(reports)
                .extracting(Report::sentence)
                .containsExactly("check squid fails: connection refused"
                        + " (tcp 127.0.0.1:1); this host is not fit for 192.0.2.100");
        assertThat(view("squid").state()).isEqualTo("failing");
        assertThat(view("port").aliases()).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void checkWhenItFailsInOtherWordsShouldBeNoNews() {
        engine.configure(List.of(spec("squid", 1, 1)), Map.of(FIRST, List.of("squid")));
        things.get("squid").result = Result.failed("connection refused");
        pass(3);
        told.clear();

        things.get("squid").result = Result.failed("no route");
        pass(3);

        assertThat(told).isEmpty();
        assertThat(view("squid").sentence()).isEqualTo("no route");
    }

    /** For the other nodes, which are told by what is sent anyway. */
    @Test
    void checksThatFailShouldBeToldWithTheirNewestSentenceTheNewestFirst() {
        engine.configure(List.of(spec("squid", 1, 1), spec("port", 2, 1)), Map.of(FIRST, List.of("squid", "port")));
        things.get("squid").result = Result.failed("connection refused");
        pass(5);
        things.get("port").result = Result.failed("no answer in time");
        pass(5);
        assertThat(failing.get(failing.size() - 1).checks())
                .extracting(FailingCheck::name)
                .containsExactly("port", "squid");
        assertThat(told.get(told.size() - 1).blame()).isEqualTo(FailingCheck.blame(List.of("squid", "port")));

        int times = failing.size();
        pass(5);
        assertThat(failing).as("nothing has changed").hasSize(times);
        things.get("squid").result = Result.failed("no route");
        pass(1);
        assertThat(failing).hasSize(times + 1);
        assertThat(failing.get(times).checks())
                .extracting(FailingCheck::sentence)
                .containsExactly("no answer in time", "no route");

        engine.configure(List.of(), Map.of());
        assertThat(failing.get(failing.size() - 1)).isEqualTo(FailingChecks.NONE);
    }

    @Test
    void checkWhenItPassesAgainShouldBeReportedWithHowLongItFailed() {
        engine.configure(List.of(spec("squid", 1, 1)), Map.of(FIRST, List.of("squid")));
        things.get("squid").result = Result.failed("connection refused");
        pass(10);
        things.get("squid").result = Result.passed("connected");
        pass(3);

        assertThat(reports.get(1).sentence())
                .matches("check squid passes again after 1[01](\\.\\d)? s \\(connected\\)");
        assertThat(told.get(told.size() - 1)).isEqualTo(new AliasFitness(FIRST, Fitness.FIT));
    }

    @Test
    void checkWhenItIsTheSameAfterAReloadShouldGoOnAndAllAliasesBeToldAgain() {
        engine.configure(List.of(spec("squid", 1, 2)), Map.of(FIRST, List.of("squid")));
        pass(5);
        Thing before = things.get("squid");
        long looks = view("squid").looks();
        told.clear();

        engine.configure(
                List.of(spec("squid", 1, 2), spec("port", 2, 2)),
                Map.of(FIRST, List.of("squid"), SECOND, List.of("port")));

        assertThat(things.get("squid")).isSameAs(before);
        assertThat(view("squid").looks()).isEqualTo(looks);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        new AliasFitness(FIRST, Fitness.FIT),
                        new AliasFitness(SECOND, new Fitness(Known.UNKNOWN, "port has no result yet")));
    }

    @Test
    void checkWhenOnlyItsTimesChangeShouldBeKnownAsBefore() {
        engine.configure(List.of(spec("squid", 1, 1)), Map.of(FIRST, List.of("squid")));
        things.get("squid").result = Result.failed("connection refused");
        pass(5);
        Thing before = things.get("squid");
        told.clear();

        engine.configure(List.of(spec("squid", 1, 3)), Map.of(FIRST, List.of("squid")));

        assertThat(before.closed).isTrue();
        assertThat(told)
                .containsExactly(new AliasFitness(
                        FIRST,
                        new Fitness(Known.NO, "squid fails: connection refused"),
                        FailingCheck.blame(List.of("squid"))));
        engine.configure(List.of(spec("squid", 9, 3)), Map.of(FIRST, List.of("squid")));
        assertThat(view("squid").state()).as("of another port nothing is known").isEqualTo("unknown");
    }

    @Test
    void aliasWhenItNeedsNoChecksAnyMoreShouldBeToldFitAndItsChecksEnd() {
        engine.configure(List.of(spec("squid", 1, 2)), Map.of(FIRST, List.of("squid")));
        pass(5);
        told.clear();

        engine.configure(List.of(), Map.of());

        assertThat(told).containsExactly(new AliasFitness(FIRST, Fitness.FIT));
        assertThat(things.get("squid").closed).isTrue();
        assertThat(timers.set()).isZero();
    }

    @Test
    void checkWhenItNoticesSomethingShouldBeLookedAtAtOnce() {
        engine.configure(List.of(spec("squid", 1, 1)), Map.of(FIRST, List.of("squid")));
        pass(5);
        Thing squid = things.get("squid");
        squid.result = Result.failed("process 12 has ended");
        told.clear();

        squid.changed.run();

        assertThat(told).hasSize(1);
        engine.kernel(KernelView.EMPTY);
    }
}
