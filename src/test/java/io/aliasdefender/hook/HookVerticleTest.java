package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.lab.Await;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.EventPage;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookSpec.Run;
import io.aliasdefender.payload.HookSpec.Style;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Taking;
import io.aliasdefender.process.Scripts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an event on the bus to the script that is told of it. */
@Timeout(120)
class HookVerticleTest {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private Path out;
    private long sequence;

    @BeforeEach
    void prepare() {
        ByReference.register(vertx);
        Channels.REPORT.listen(vertx, reports::add);
        Channels.EVENTS.answer(vertx, since -> Future.succeededFuture(new EventPage(List.of(), 0)));
        out = Scripts.open(folder, "out");
    }

    @AfterEach
    void close() throws Exception {
        Some.await(vertx.close());
    }

    private void deploy(Settings settings) throws Exception {
        Some.await(vertx.deployVerticle(new HookVerticle(settings, folder.resolve("hooks"), Duration.ofMillis(20))));
    }

    private void happens(String cause) {
        sequence++;
        Channels.EVENT.publish(vertx, Some.event(sequence, cause));
    }

    private static void await(BooleanSupplier condition) {
        Await.until("what the hooks are to do", Some.LONG, condition);
    }

    private List<String> lines(String name) throws IOException {
        Path file = out.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void awaitLines(String name, int count) throws Exception {
        await(() -> {
            try {
                return lines(name).size() >= count;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private List<HookView> view() throws Exception {
        return Some.await(Channels.HOOKS_NOW.ask(vertx, "test"));
    }

    /** A script that notes a line for each event in a file. */
    private Path noting(String name, String line) {
        return Scripts.make(folder, name, "echo " + line + " >>" + out + "/" + name);
    }

    private static HookSpec keepalived(Path script, Optional<String> title) {
        return new HookSpec(
                Set.of(HookEvent.TOOK_OVER, HookEvent.HANDED_OVER, HookEvent.RELEASED, HookEvent.ISOLATED),
                new Run(List.of(script.toString()), Optional.empty(), Style.KEEPALIVED, title),
                Some.LONG,
                false);
    }

    private static HookSpec before(Path script, Duration limit) {
        return new HookSpec(
                Set.of(HookEvent.TAKING),
                new Run(List.of(script.toString()), Optional.empty(), Style.OWN, Optional.empty()),
                limit,
                true);
    }

    @Test
    void hookShouldBeToldOfItsOwnAliasesAndNotOfTheHost() throws Exception {
        HookSpec own = about(noting("own", "$AD_ALIAS $AD_EVENT"), "192.0.2.100");
        HookSpec other = about(noting("other", "$AD_ALIAS $AD_EVENT"), "192.0.2.101", "mail");
        HookSpec everything = about(noting("everything", "$AD_ALIAS $AD_EVENT"));
        deploy(Some.settings(own, other, everything));
        Event took = Some.event(2, "took-over");
        Channels.EVENT.publish(
                vertx,
                new Event(1, took.at(), took.node(), Optional.empty(), "config-reloaded", took.level(), "reloaded"));
        Channels.EVENT.publish(vertx, took);
        awaitLines("everything", 2);
        awaitLines("own", 1);

        assertThat(lines("everything")).containsExactly("all", "192.0.2.100 took-over");
        assertThat(lines("own")).containsExactly("192.0.2.100 took-over");
        HookView nothing = view().get(1);
        assertThat(nothing.done() + nothing.queued()).isZero();
        assertThat(nothing.running()).isFalse();
    }

    private static HookSpec about(Path script, String... aliases) {
        HookSpec all = Some.run(script, HookEvent.values());
        return new HookSpec(all.on(), all.deed(), all.timeout(), all.before(), Set.of(aliases));
    }

    @Test
    void scriptShouldBeToldByItsEnvironmentAndByJson() throws Exception {
        Path script = Scripts.make(
                folder,
                "role",
                "set -u",
                "cat >" + out + "/json.new; mv " + out + "/json.new " + out + "/json",
                "echo $AD_EVENT $AD_ALIAS/$AD_PREFIX_LENGTH $AD_INTERFACE $AD_LABEL $AD_NODE $AD_RANK $AD_PHASE $AD_TIME"
                        + " $AD_SEQUENCE $AD_LEVEL \"$AD_REASON\" \"[$AD_GROUP]\" >>" + out + "/role");
        deploy(Some.settings(Some.run(script, HookEvent.TOOK_OVER)));
        happens("answers");
        happens("took-over");
        awaitLines("role", 1);

        assertThat(lines("role"))
                .containsExactly(
                        "took-over 192.0.2.100/24 eth0 eth0:1 web1 2 holding 2026-01-02T03:04:05.678Z 2 info so"
                                + " it is []");
        JsonObject json = new JsonObject(Files.readString(out.resolve("json")));
        assertThat(json.getString("event")).isEqualTo("took-over");
        assertThat(json.getLong("sequence")).isEqualTo(2);
        assertThat(json.getString("reason")).isEqualTo("so it is");
    }

    @Test
    void scriptOfKeepalivedShouldBeToldOfChangesByItsArguments() throws Exception {
        Path script = noting("notify", "\"$1|$2|$3|$4\"");
        deploy(Some.settings(keepalived(script, Optional.of("VI_1"))));
        List.of("took-over", "took-over", "handed-over", "released", "isolated", "adopted")
                .forEach(this::happens);
        awaitLines("notify", 4);

        assertThat(lines("notify"))
                .containsExactly(
                        "INSTANCE|VI_1|MASTER|99",
                        "INSTANCE|VI_1|BACKUP|99",
                        "INSTANCE|VI_1|FAULT|99",
                        "INSTANCE|VI_1|MASTER|99");
    }

    /** After each pause of the process a holder makes sure of its alias, and says so. */
    @Test
    void aliasThatIsHereShouldBeToldOnceUntilItHasGone() throws Exception {
        deploy(Some.settings(Some.run(noting("role", "$AD_EVENT $AD_CAUSE"), HookEvent.TOOK_OVER, HookEvent.RELEASED)));
        List.of("adopted", "stalled", "adopted", "released", "adopted", "adopted", "released", "took-over", "adopted")
                .forEach(this::happens);
        awaitLines("role", 5);

        assertThat(lines("role"))
                .containsExactly(
                        "took-over adopted",
                        "released released",
                        "took-over adopted",
                        "released released",
                        "took-over took-over");
    }

    @Test
    void hookThatHangsShouldHinderNoOtherHook() throws Exception {
        Path hanging = Scripts.make(folder, "hanging", "exec sleep 81818");
        Path quick = noting("quick", "$AD_SEQUENCE");
        deploy(Some.settings(
                Some.run(hanging, HookEvent.TOOK_OVER, HookEvent.RELEASED),
                Some.run(quick, HookEvent.TOOK_OVER, HookEvent.RELEASED)));
        for (int i = 0; i < 20; i++) {
            happens(i % 2 == 0 ? "took-over" : "released");
        }
        awaitLines("quick", 20);

        assertThat(lines("quick").stream().map(Long::parseLong).toList()).isSorted();
        assertThat(view().get(0).queued()).isEqualTo(20);
        assertThat(view().get(0).running()).isTrue();
        await(() -> Scripts.running("sleep 81818").size() == 1);
    }

    @Test
    void scriptThatRunsWhenTheDaemonStopsShouldEndWithItAndBeCounted() throws Exception {
        Path hanging = Scripts.make(folder, "hanging", "exec sleep 82828");
        Vertx daemon = Vertx.vertx();
        ByReference.register(daemon);
        Channels.REPORT.listen(daemon, reports::add);
        String id = Some.await(daemon.deployVerticle(
                new HookVerticle(Some.settings(Some.run(hanging, HookEvent.TOOK_OVER)), folder.resolve("hooks"))));
        Channels.EVENT.publish(daemon, Some.event(1, "took-over"));
        Channels.EVENT.publish(daemon, Some.event(2, "took-over"));
        await(() -> !Scripts.running("sleep 82828").isEmpty());
        Some.await(daemon.undeploy(id));

        await(() -> Scripts.running("sleep 82828").isEmpty());
        await(() -> reports.stream().anyMatch(report -> report.cause().equals("hook-dropped")));
        assertThat(reports.toString()).contains("is never told of 2 events");
        Some.await(daemon.close());
    }

    /** Who lets go of an alias at a stop is told so, if that is quick. */
    @Test
    void scriptOfTheLastEventShouldStillBeRun() throws Exception {
        Path script = noting("last", "$AD_EVENT");
        Vertx daemon = Vertx.vertx();
        ByReference.register(daemon);
        String id = Some.await(daemon.deployVerticle(
                new HookVerticle(Some.settings(Some.run(script, HookEvent.RELEASED)), folder.resolve("hooks"))));
        Channels.EVENT.publish(daemon, Some.event(1, "released"));
        Some.await(daemon.undeploy(id));

        assertThat(lines("last")).containsExactly("released");
        Some.await(daemon.close());
    }

    @Test
    void reloadShouldKeepWhatWaitsAndEndWhatIsGone() throws Exception {
        Path hanging = Scripts.make(
                folder,
                "hanging",
                "while [ ! -e " + out + "/go ]; do sleep 0.01; done",
                "echo $AD_SEQUENCE >>" + out + "/kept");
        Path gone = Scripts.make(folder, "gone", "exec sleep 83838");
        HookSpec kept = Some.run(hanging, HookEvent.TOOK_OVER);
        deploy(Some.settings(Some.run(gone, HookEvent.TOOK_OVER), kept));
        happens("took-over");
        happens("took-over");
        await(() -> !Scripts.running("sleep 83838").isEmpty());
        Channels.SETTINGS.publish(vertx, Some.settings(kept));
        await(() -> Scripts.running("sleep 83838").isEmpty());
        happens("took-over");
        Files.createFile(out.resolve("go"));
        awaitLines("kept", 3);

        assertThat(lines("kept")).containsExactly("1", "2", "3");
        assertThat(view()).hasSize(1);
    }

    @Test
    void hooksThatAReloadBringsShouldBeTold() throws Exception {
        deploy(Some.settings());
        assertThat(view()).isEmpty();
        happens("took-over");
        Channels.SETTINGS.publish(vertx, Some.settings(Some.run(noting("new", "$AD_SEQUENCE"), HookEvent.TOOK_OVER)));
        happens("took-over");
        awaitLines("new", 1);

        assertThat(lines("new")).containsExactly("2");
    }

    private Future<Boolean> takes() {
        // As in the daemon, on its one loop: first the order to add, which asks, and in the same turn the word that it
        // is
        // being taken.
        Placement placement = Some.alias(Optional.empty()).placement();
        Promise<Boolean> answered = Promise.promise();
        vertx.runOnContext(turn -> {
            Channels.BEFORE_TAKING.ask(vertx, new Taking(placement)).onComplete(answered);
            happens("taking-over");
        });
        return answered.future();
    }

    @Test
    void addressShouldWaitForTheHookAndItsCostShouldBeTold() throws Exception {
        deploy(Some.settings(before(noting("fence", "$AD_EVENT"), Some.LONG)));

        assertThat(Some.await(takes())).isTrue();
        assertThat(lines("fence")).containsExactly("taking");
        await(() -> !reports.isEmpty());
        assertThat(reports.get(0).cause()).isEqualTo("hook-before");
        assertThat(reports.get(0).sentence()).contains("for which 192.0.2.100 waited", " ms: succeeded");
    }

    @Test
    void addressShouldBeAddedAllTheSameWhenTheHookHangsOrFails() throws Exception {
        deploy(Some.settings(
                before(Scripts.make(folder, "hangs", "exec sleep 84848"), Duration.ofMillis(100)),
                before(Scripts.make(folder, "fails", "echo no such switch; exit 3"), Duration.ofMillis(900))));

        assertThat(Some.await(takes())).isTrue();
        await(() -> reports.size() == 2);
        assertThat(reports).allMatch(report -> report.cause().equals("hook-failed"));
        assertThat(reports.toString()).contains("adding 192.0.2.100 all the same", "no such switch");
        await(() -> Scripts.running("sleep 84848").isEmpty());
    }

    /** Something else deleted it, or it has another prefix now: nothing is being taken. */
    @Test
    void addressThatIsPutBackShouldWaitForNothing() throws Exception {
        deploy(Some.settings(before(noting("fence", "$AD_EVENT"), Some.LONG)));
        happens("took-over");
        happens("deleted");

        assertThat(Some.await(Channels.BEFORE_TAKING.ask(
                        vertx, new Taking(Some.alias(Optional.empty()).placement()))))
                .isFalse();
        assertThat(lines("fence")).isEmpty();
    }

    @Test
    void manyAddressesAtOnceShouldEachWaitNoLongerThanTheLimit() throws Exception {
        Path slow = Scripts.make(folder, "slow", "exec sleep 85858");
        deploy(Some.settings(before(slow, Duration.ofMillis(250))));
        happens("taking-over");
        List<Future<Boolean>> asked = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(Channels.BEFORE_TAKING.ask(
                    vertx, new Taking(Some.alias(Optional.empty()).placement())));
        }
        Some.await(Future.all(asked));

        await(() -> Scripts.running("sleep 85858").isEmpty());
        assertThat(reports.stream().filter(report -> report.sentence().contains("had no turn in time")))
                .isNotEmpty();
    }

    @Test
    void daemonWithoutHooksShouldHaveNoThreadOfThem() throws Exception {
        deploy(Some.settings());
        happens("took-over");

        assertThat(Some.await(takes())).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("hook-worker"));
        assertThat(folder.resolve("hooks")).doesNotExist();
    }
}
