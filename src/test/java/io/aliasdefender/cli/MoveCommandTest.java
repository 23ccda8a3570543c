package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told of planned moves, of a drill and of a maintenance, by what a daemon answers. */
class MoveCommandTest {
    private static final String HERE = "127.0.0.2";
    private static final String THERE = "127.0.0.3";

    @TempDir
    private Path state;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String holder = "web1";

    /** By a daemon that has the first alias, and does what a move asks for. */
    private Told by(String command, String... arguments) throws Exception {
        return by(request -> "200 " + moved(true), command, arguments);
    }

    @SuppressWarnings("try") // it only has to be there
    private Told by(Function<String, String> orders, String command, String... arguments) throws Exception {
        Files.deleteIfExists(state.resolve(CommonOptions.SOCKET_NAME));
        try (FakeDaemon daemon = new FakeDaemon(state, line -> answer(line, orders))) {
            return Told.by(state, command, arguments);
        }
    }

    private String answer(String line, Function<String, String> orders) {
        if (line.startsWith("GET /api/status")) {
            return "200 " + status();
        }
        if (line.startsWith("GET /api/events")) {
            return "200 {\"events\": []}";
        }
        requests.add(line.replaceFirst(" HTTP/1.0$", ""));
        return orders.apply(line);
    }

    private JsonObject status() {
        return new JsonObject()
                .put("node", "web1")
                .put("at", "2026-01-02T03:04:05.678Z")
                .put("aliases", new JsonArray().add(alias(HERE, holder, "web")).add(alias(THERE, "web2", null)))
                .put("hosts", new JsonArray())
                .put("link", new JsonObject().put("state", "on").put("nodes", new JsonArray()));
    }

    private static JsonObject alias(String address, String holder, String group) {
        return new JsonObject()
                .put("address", address)
                .put("view", holder.equals("web1") ? "held" : "answered")
                .put("holder", holder)
                .put("group", group)
                .put("cause", "answers");
    }

    /** The holder is another one from then on. */
    private JsonObject moved(boolean done) {
        if (done) {
            holder = holder.equals("web1") ? "web2" : "web1";
        }
        return new JsonObject()
                .put("done", done)
                .put("sentences", new JsonArray().add(done ? "it is on web2 now" : "web2 does not take it: no carrier"))
                .put(
                        "moves",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("alias", HERE)
                                        .put("done", done)
                                        .put("holder", holder)
                                        .put("took_ms", 12.4)));
    }

    @ParameterizedTest
    @CsvSource({
        HERE + ",        web2, /api/aliases/" + HERE + "/move, to web2",
        HERE + ",        ,     /api/aliases/" + HERE + "/move, to the best-ranked node that takes it",
        "web,            ,     /api/groups/web/move,           to the best-ranked node that takes it",
        "all,            ,     /api/aliases/all/move,          to the best-ranked node that takes it"
    })
    void moveShouldSayWhereItGoesAndWhatCameOfIt(String target, String node, String path, String way) throws Exception {
        Told told = node == null ? by("move", target) : by("move", target, node);

        assertThat(told.err()).isEmpty();
        assertThat(told.status()).isZero();
        assertThat(told.out()).startsWith("moving " + HERE + " from web1 " + way + System.lineSeparator());
        assertThat(told.out()).contains(HERE + " is on web2, after 12 ms");
        assertThat(requests).containsExactly("POST " + path);
    }

    @Test
    void moveWhenItDoesNotHappenShouldFailWithTheReasonAndThePlace() throws Exception {
        Told told = by(request -> "409 " + moved(false), "move", HERE, "web2");

        assertThat(told.status()).isEqualTo(1);
        assertThat(told.err()).contains("web2 does not take it: no carrier", "not moved: " + HERE + " is on web1");
    }

    @Test
    void moveAsJsonShouldBeOneObject() throws Exception {
        JsonObject json = new JsonObject(by("move", "--json", HERE).out());

        assertThat(json.getBoolean("done")).isTrue();
        assertThat(json.getJsonArray("moves").getJsonObject(0).getDouble("took_ms"))
                .isEqualTo(12.4);
    }

    @Test
    void moveOfAnAliasThatIsElsewhereShouldSayWhatToRunThere() throws Exception {
        Told told = by("move", THERE);

        assertThat(told.status()).isEqualTo(1);
        assertThat(told.err())
                .contains(THERE + " is not on web1; on web2, which has it, run: alias-defender move " + THERE
                        + " web1; or the same here");
        assertThat(requests).isEmpty();
    }

    @Test
    void moveToThisHostShouldAskForIt() throws Exception {
        Told told = by("move", THERE, "web1");

        assertThat(told.out()).startsWith("moving " + THERE + " from web2 to web1");
        assertThat(requests).containsExactly("POST /api/aliases/" + THERE + "/move");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            move  | nothing     | nothing is neither an alias nor a group of this host's configuration, which has web, 127.0.0.2
            move  | 192.0.2.9   | 192.0.2.9 is neither an alias nor a group
            drill | 127.0.0.3   | 127.0.0.3 is not on web1; run the drill where it is
            """)
    void commandWhenItsTargetIsNotThereShouldSaySo(String command, String target, String sentence) throws Exception {
        Told told = by(command, target);

        assertThat(told.status()).isEqualTo(1);
        assertThat(told.err()).contains(sentence);
        assertThat(requests).isEmpty();
    }

    @Test
    void drillShouldGoThereAndBackAndHaveALineInTheHistory() throws Exception {
        Told told = by(request -> request.contains("/drill") ? "200 {}" : "200 " + moved(true), "drill");

        assertThat(told.err()).isEmpty();
        assertThat(told.status()).isZero();
        assertThat(told.out().lines().toList().get(0))
                .matches("alias +to +moved in +lost +longest gap +back in +lost +longest gap");
        assertThat(told.out().lines().toList().get(1)).matches(HERE + " +web2 +12 ms .*12 ms .*");
        assertThat(requests)
                .containsExactly(
                        "POST /api/aliases/" + HERE + "/move",
                        "POST /api/aliases/" + HERE + "/move",
                        "POST /api/drill");
    }

    @Test
    void drillWhenItDoesNotComeBackShouldFailAndSayWhereItIs() throws Exception {
        Told told = by(request -> requests.size() == 1 ? "200 " + moved(true) : "409 " + moved(false), "drill");

        assertThat(told.status()).isEqualTo(1);
        assertThat(told.err()).contains("no carrier; " + HERE + " is on web2");
        assertThat(requests).last().isEqualTo("POST /api/drill");
    }

    @Test
    void drillWhereNothingIsShouldHaveNothingToDo() throws Exception {
        holder = "web2";

        Told told = by("drill");

        assertThat(told.status()).isZero();
        assertThat(told.out()).contains("no alias is on web1: nothing to do");
    }

    @Test
    void maintenanceStatusShouldTellWhichOfTheTwoItIs() throws Exception {
        assertThat(by("maintenance", "status").out()).contains("web1 is in service");
        JsonObject json = new JsonObject(by("maintenance", "status", "--json").out());

        assertThat(json).isEqualTo(new JsonObject("{\"node\": \"web1\", \"maintenance\": null}"));
        assertThat(requests).isEmpty();
    }
}
