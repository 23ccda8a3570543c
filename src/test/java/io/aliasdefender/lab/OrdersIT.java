package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Orders over the API of a real pair: by whoever may, and by whoever may not. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrdersIT extends WebPair {
    private static final String MAINTENANCE = "/api/maintenance";
    private static final String JSON = "Content-Type: application/json";

    @Test
    @Order(1)
    void aliasShouldMoveByOrdersOverEitherDoorAndComeBack() throws Exception {
        startPair();
        Door.Answer removed = tls(web1).post("/api/aliases/" + ALIAS + "/remove", BEARER);

        assertThat(removed.status()).as(removed.text()).isEqualTo(200);
        assertThat(removed.json().getBoolean("done")).isTrue();
        awaitHolder(web2);
        awaitState(web1, "watching");

        // Whoever has it keeps it: an order here takes nothing away there.
        Door.Answer refused = tls(web1).post("/api/aliases/" + ALIAS + "/add", BEARER);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getJsonArray("sentences").getString(0)).contains("web2");
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web2"), SOON);

        assertThat(Door.unix(web2).post("/api/aliases/all/remove").status()).isEqualTo(200);
        awaitHolder(web1);
        awaitAgreement(web2, true);
        leaveRunning();
    }

    @Test
    @Order(1)
    void ordersWithoutTheTokenShouldBeRefusedAndReadingStayOpen() throws Exception {
        startPair();
        String remove = "/api/aliases/" + ALIAS + "/remove";

        Door.Answer without = tls(web1).post(remove);
        Door.Answer wrong = tls(web1).post(remove, "Authorization: Bearer " + TOKEN.replace('0', '1'));
        Door.Answer shorter = tls(web1).post(remove, "Authorization: Bearer " + TOKEN.substring(1));
        Door.Answer asPassword = tls(web1).post(remove, "Authorization: Basic " + TOKEN);
        Door.Answer inThePath = tls(web1).post(remove + "?token=" + TOKEN);
        Door.Answer byAPage = tls(web1).post(remove, BEARER, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors");

        assertThat(without.status()).isEqualTo(401);
        assertThat(without.head()).containsIgnoringCase("www-authenticate: Bearer");
        assertThat(without.detail()).isEqualTo("an order needs the header Authorization: Bearer TOKEN");
        assertThat(wrong.detail()).isEqualTo("this is not the token");
        assertThat(List.of(wrong.status(), shorter.status(), asPassword.status(), inThePath.status()))
                .containsOnly(401);
        assertThat(byAPage.status()).isEqualTo(403);
        assertThat(tls(web1).get("/api/status").status()).isEqualTo(200);
        assertThat(tls(web1)
                        .get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200);
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).isEqualTo(Set.of("web1"));
        // Two wrong ones, told once.
        Await.until("it is told", SOON, () -> timesSaid(web1, "order-refused") > 0);
        assertThat(timesSaid(web1, "order-refused")).isEqualTo(1);
        Await.until("three", SOON, () -> figure("alias_defender_orders_refused_total{token=\"missing\"} 3.0"));
        Await.until("two", SOON, () -> figure("alias_defender_orders_refused_total{token=\"wrong\"} 2.0"));
        assertNoSecrets(web1);
        leaveRunning();
    }

    private static long timesSaid(LabHost host, String cause) {
        return each(get(host, "/api/events").getJsonArray("events"), "cause").stream()
                .filter(cause::equals)
                .count();
    }

    /** Neither the token nor a key is in anything that is told to anybody. */
    private static void assertNoSecrets(LabHost host) throws Exception {
        String key =
                Files.readString(authority.key(host.name())).lines().toList().get(1);
        StringBuilder told = new StringBuilder(host.lastLines(1_000));
        for (String path : List.of("/api/config", "/api/status", "/api/events", "/api/peers", "/metrics")) {
            told.append(Door.unix(host).get(path).text());
        }
        told.append(Files.readString(host.state().resolve("events.jsonl")));
        assertThat(told.toString())
                .contains("(hidden)")
                .doesNotContain(TOKEN, TOKEN.substring(1), TOKEN.replace('0', '1'), key);
    }

    @Test
    void nameOfSomebodyElseOnTheLoopbackShouldNotBeServed() throws Exception {
        start(web1);
        lab.configure(web1, LabConfig.every(INTERVAL).with("web: {host: 127.0.0.1, port: 8600}"));
        Await.until("it listens on the loopback", SOON, () -> web1.lastLines(20).contains("http://127.0.0.1:8600/"));
        Door plain = Door.tcp(web1.namespace(), IpAddress.of("127.0.0.1"), Optional.empty());

        assertThat(plain.get("/api/status", "Host: rebound.example.net:8600").status())
                .isEqualTo(421);
        assertThat(plain.get("/api/status", "Host: localhost:8600").status()).isEqualTo(200);
        // There is no token any more: not even the right one helps.
        Door.Answer order = plain.post("/api/reload", BEARER);
        assertThat(order.status()).isEqualTo(403);
        assertThat(order.detail()).contains("token-file");
    }

    @Test
    void maintenanceShouldOutliveAKillAndEndByItsTime() throws Exception {
        startPair();

        Door.Answer begun = tls(web1)
                .ask("POST", MAINTENANCE, "{\"on\": true, \"reason\": \"new <b>\", \"for\": \"1h\"}", BEARER, JSON);

        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        awaitHolder(web2);
        JsonObject before = get(web1, "/api/status").getJsonObject("maintenance");
        assertThat(before.getString("reason")).isEqualTo("new <b>");

        web1.kill();
        start(web1);

        // The API answers a moment earlier than the last of the daemon has started.
        awaitState(web1, "suspended");
        assertThat(get(web1, "/api/status").getJsonObject("maintenance")).isEqualTo(before);
        assertThat(Door.unix(web1).get("/health/ready").status()).isEqualTo(503);
        // Even when nobody else has it.
        web2.kill();
        lab.faults().powerOff(web2);
        Await.pause(INTERVAL.multipliedBy(10));
        assertThat(web1.carries(Lab.ALIAS)).isFalse();

        Door.Answer shortened = Door.unix(web1)
                .ask("POST", MAINTENANCE, "{\"on\": true, \"reason\": \"nearly done\", \"for\": \"1s\"}", JSON);
        assertThat(shortened.status()).isEqualTo(200);
        awaitHolder(web1);
        assertThat(get(web1, "/api/status").getJsonObject("maintenance")).isNull();
        Await.until("its end is told", SOON, () -> anySentence(web1, "the maintenance is over: its time is"::equals));
    }

    @Test
    @Order(1)
    void reloadShouldTellThePlanOrEveryErrorOverEitherDoor() throws Exception {
        startPair();
        configure(LabConfig.every(INTERVAL).with("grace: 700ms"));

        Door.Answer reloaded = tls(web1).post("/api/reload", BEARER);

        // The file is watched, too: whoever was first has the plan, and the other finds that it runs already.
        assertThat(reloaded.status()).as(reloaded.text()).isEqualTo(200);
        Await.until("the new grace is in force", SOON, () -> graceMillis(web1) == 700);
        // An event goes through the journal first: the settings may be in force a moment before it can be read.
        Await.until(
                "the reload is told",
                SOON,
                () -> anySentence(
                        web1,
                        sentence -> sentence.startsWith("configuration reloaded: ") && sentence.contains("grace")));

        web1.configure("alias-defender.yaml", "nodes: {web1: 192.0.2.11}\naliases: [broken]\ninterval: 1\n");
        Door.Answer refused = Door.unix(web1).post("/api/reload");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getBoolean("accepted")).isFalse();
        assertThat(refused.json().getJsonArray("lines")).hasSizeGreaterThan(1);
        assertThat(refused.json().getJsonArray("lines").getString(0))
                .contains("alias-defender.yaml:2:11: alias is text");
        assertThat(graceMillis(web1)).isEqualTo(700);
        assertThat(get(web1, "/api/config").getJsonObject("file").getJsonArray("lines"))
                .isEqualTo(refused.json().getJsonArray("lines"));
        Await.until("the metrics tell it", SOON, () -> figure("alias_defender_config_last_reload_successful 0.0"));
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).isEqualTo(Set.of("web1"));
    }

    /** The page is made once a second at the most. */
    private static boolean figure(String line) {
        try {
            return Door.unix(web1).get("/metrics").text().lines().anyMatch(line::equals);
        } catch (Exception away) {
            throw new LabException(away.toString(), away);
        }
    }

    private static boolean anySentence(LabHost host, Predicate<String> wanted) {
        return each(get(host, "/api/events").getJsonArray("events"), "sentence").stream()
                .map(Object::toString)
                .anyMatch(wanted);
    }

    private static long graceMillis(LabHost host) {
        return first(get(host, "/api/config"), "aliases").getLong("grace_ms");
    }
}
