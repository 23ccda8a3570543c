package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.process.Scripts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks of real daemons that are killed, whose aliases really move. */
class HooksIT extends MixedPair {
    /** For what takes a few seconds at most: also on a machine that is busy with other things. */
    private static final Duration LONG = Duration.ofSeconds(90);

    private static final int MOVES = 10;

    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void makeFolder() {
        out = Scripts.open(folder, "out");
    }

    private static List<JsonObject> hooks(LabHost host) {
        try {
            return host.api().status().getJsonArray("hooks").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> lines(String name) {
        try {
            Path file = out.resolve(name);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<Long> told(LabHost host, String... causes) {
        try {
            return host.api().events(0).stream()
                    .filter(event -> List.of(causes).contains(event.cause()))
                    .map(DaemonApi.DaemonEvent::id)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void move(LabHost from, LabHost to, boolean kill) {
        if (kill) {
            from.kill();
        } else {
            assertThat(from.stop(LONG)).isZero();
        }
        // What a killed one leaves stays on its interface until its daemon is there again.
        if (kill) {
            ALIASES.forEach(alias -> from.namespace().ip("address", "delete", alias.toString(), "dev", "eth0"));
        }
        ALIASES.forEach(alias -> lab.timeline().awaitHolders(alias.address(), Set.of(to.name()), LONG));
        start(from);
        ALIASES.forEach(alias -> awaitState(from, alias, "watching"));
    }

    @Test
    void receiverThatFailsAndDaemonsThatAreKilledShouldLoseNothingOfTheHistoryAndMixUpNothing() throws Exception {
        Path script = Scripts.make(
                folder,
                "script",
                "[ $((AD_SEQUENCE % 5)) -ne 0 ] || exec sleep 91919",
                "echo $AD_SEQUENCE >>" + out + "/$AD_NODE");
        lab.configure(CONFIG.with("hooks:")
                .with("  - {on: [taking, took-over, released], post: \"http://127.0.0.1:" + Receiver.PORT
                        + "/hook\", timeout: 500ms}")
                .with("  - {on: [taking, took-over, released], run: [" + script + "], timeout: 300ms}"));
        try (Receiver one = new Receiver(web1, 1);
                Receiver two = new Receiver(web2, 2)) {
            startPair();
            LabHost holder = web1;
            LabHost other = web2;
            for (int move = 0; move < MOVES; move++) {
                move(holder, other, move % 3 != 2);
                LabHost before = holder;
                holder = other;
                other = before;
            }
            one.getWell();
            two.getWell();
            for (LabHost host : lab.hosts()) {
                Receiver receiver = host == web1 ? one : two;
                Set<Long> history = told(host, "taking-over", "took-over", "released");
                assertThat(history).hasSizeGreaterThan(MOVES);
                Await.until(
                        LONG,
                        () -> sequences(receiver).containsAll(history),
                        () -> host + " tells " + history + "; it has told " + sequences(receiver) + ": " + hooks(host));
                assertThat(inOrder(receiver))
                        .describedAs("%s", receiver.received)
                        .isTrue();
                assertThat(hooks(host).get(0).getInteger("dropped")).isZero();
                assertThat(lines(host.name()).stream().map(Long::parseLong).toList())
                        .isSorted();
                System.out.printf(
                        "%s: %d events of the history, %d received, %d of them again%n",
                        host,
                        history.size(),
                        sequences(receiver).size(),
                        receiver.received.size() - sequences(receiver).size());
            }
        }
        Await.until(
                "the scripts that hang are ended",
                LONG,
                () -> Scripts.running("sleep 91919").isEmpty());
    }

    private static Set<Long> sequences(Receiver receiver) {
        return receiver.received.stream()
                .map(event -> event.getLong("sequence"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What comes for the first time comes after all that came before it; a killed daemon's successor may begin some steps back. */
    private static boolean inOrder(Receiver receiver) {
        long highest = 0;
        Set<Long> seen = new TreeSet<>();
        for (JsonObject event : receiver.received) {
            long sequence = event.getLong("sequence");
            if (seen.add(sequence) && sequence < highest) {
                return false;
            }
            highest = Math.max(highest, sequence);
        }
        return true;
    }

    private LabConfig waiting(String... lines) {
        Path script = Scripts.make(folder, "before", lines);
        return CONFIG.with("hooks: [{on: [taking], run: [" + script + "], before: true}]");
    }

    @Test
    void addressShouldComeAfterTheHookThatItWaitsFor() {
        lab.configure(waiting(
                "found=absent",
                "ip -o address show dev eth0 | grep -qF \" $AD_ALIAS/\" && found=there",
                "echo $AD_NODE $AD_ALIAS $found >>" + out + "/before"));
        startPair();

        for (Cidr alias : ALIASES) {
            awaitSaid(web1, "for which " + alias.address() + " waited");
        }
        Await.until("a hook has run", SOON, () -> !lines("before").isEmpty());
        assertThat(lines("before")).allMatch(line -> line.startsWith("web1 ") && line.endsWith(" absent"));
    }

    @Test
    void addressShouldComeAllTheSameWhenTheHookHangs() {
        lab.configure(waiting("exec sleep 92929"));
        startPair();

        awaitSaid(web1, "all the same");
        Await.until(
                "the hook is ended", LONG, () -> Scripts.running("sleep 92929").isEmpty());
    }

    /** On a machine that is busy enough the taker is too late, with a hook and without, and the alias is offered again. */
    @Test
    void plannedMoveShouldComeToItsEndAlthoughTheTakerWaitsForItsHook() {
        LinkedPair pair = new LinkedPair(lab, folder);
        pair.start(waiting("sleep 0.05", "echo $AD_NODE >>" + out + "/before"), "2001:db8::");
        LinkedPair.awaitWay(web1, "192.0.2.", Optional.empty(), "both");
        LinkedPair.awaitWay(web2, "192.0.2.", Optional.empty(), "both");
        Await.until("web1 is told of both", LONG, () -> LinkedPair.held(web2) == ALIASES.size());
        long begun = System.nanoTime();
        Await.until(
                LONG,
                HooksIT::moved,
                () -> "web2 has both; web2 says:\n" + web2.lastLines(30) + "\nweb1:\n" + web1.lastLines(30));

        // Told when the other one has said that it has it, and before it goes here.
        assertThat(told(web1, "handed-over")).hasSizeGreaterThanOrEqualTo(ALIASES.size());
        assertThat(lines("before")).contains("web2");
        for (Cidr alias : ALIASES) {
            System.out.printf(
                    "%s: nobody had it for %s%n",
                    alias, lab.timeline().nobody(alias.address(), begun, System.nanoTime()));
        }
    }

    /** Orders it, and tells whether web2 has everything then. */
    private static boolean moved() {
        try {
            web1.api().order("/api/aliases/all/move", new JsonObject().put("node", "web2"));
        } catch (IOException notTaken) {
            // It stays, and the next order may be luckier.
        }
        return ALIASES.stream()
                .allMatch(alias -> status(web2, alias)
                        .filter(known -> known.state().equals("holding"))
                        .isPresent());
    }

    @Test
    void statusShouldTellOfTheHooks() throws Exception {
        Path script = Scripts.make(folder, "role", "echo it is $AD_EVENT");
        lab.configure(CONFIG.with("hooks: [{on: [took-over], run: [" + script + "]}]"));
        startPair();
        Await.until("the hook was told", SOON, () -> hooks(web1).get(0).getInteger("done") >= ALIASES.size());

        JsonObject hook = hooks(web1).get(0);
        assertThat(hook.getString("hook")).isEqualTo("run " + script);
        assertThat(hook.getJsonObject("last").getString("sentence")).isEqualTo("succeeded: it is took-over");
        assertThat(web1.api().get("/api/config").encode()).contains("run " + script);
    }
}
