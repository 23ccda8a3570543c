package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkCheckTest {
    private static List<String> lines(JsonObject link) {
        DaemonAnswers daemon =
                new DaemonAnswers(Optional.empty(), Optional.of(new JsonObject().put("link", link)), Optional.empty());
        return Situation.lines(LinkCheck.examine(new Situation().daemon(daemon).facts()));
    }

    private static JsonObject linked(String way, String... differs) {
        JsonObject path = new JsonObject()
                .put("from", "192.0.2.11")
                .put("to", "192.0.2.12")
                .put("way", way);
        JsonObject node = new JsonObject()
                .put("node", "web2")
                .put("paths", new JsonArray().add(path))
                .put("word", new JsonObject().put("differs", new JsonArray(List.of(differs))));
        return new JsonObject().put("state", "on").put("nodes", new JsonArray().add(node));
    }

    @Test
    void linkWhenItWorksShouldBeWell() {
        assertThat(lines(linked("both")))
                .singleElement()
                .asString()
                .startsWith("OK both ways to web2 192.0.2.12 over the link, from 192.0.2.11");
    }

    @Test
    void linkWhenOneWayOrSilentShouldBeAWarning() {
        assertThat(lines(linked("one-way")))
                .singleElement()
                .asString()
                .contains("one way only: this host hears web2", "is not heard there");
        assertThat(lines(linked("none"))).singleElement().asString().contains("nothing is heard from web2");
        assertThat(lines(linked("never"))).singleElement().asString().startsWith("WARNING nothing is heard from web2");
    }

    @Test
    void routerWhenItForwardsNothingShouldBeNoWarningButOneThatCeasedToIs() {
        assertThat(lines(byRouter("both")))
                .singleElement()
                .asString()
                .startsWith("OK")
                .contains("router 192.0.2.1");
        assertThat(lines(byRouter("never"))).singleElement().asString().startsWith("OK no way to web2");
        assertThat(lines(byRouter("none"))).singleElement().asString().startsWith("WARNING nothing is heard");
        assertThat(lines(byRouter("one-way")))
                .singleElement()
                .asString()
                .contains("by way of the router 192.0.2.1, but is");
    }

    private static JsonObject byRouter(String way) {
        JsonObject link = linked(way);
        JsonObject node = link.getJsonArray("nodes").getJsonObject(0);
        node.getJsonArray("paths").getJsonObject(0).put("via", "192.0.2.1");
        return link;
    }

    @Test
    void configurationWhenItDiffersShouldBeAWarningWithItsParts() {
        assertThat(lines(linked("both", "interval", "grace")))
                .anySatisfy(line -> assertThat(line).contains("web2 is configured differently: interval, grace"));
    }

    @Test
    void linkWhenOffShouldSayWhyAndNothingOfWhereNoDaemonAnswers() {
        assertThat(lines(new JsonObject().put("state", "off").put("why", "there is no key")))
                .containsExactly("OK the nodes are not linked: there is no key");
        assertThat(LinkCheck.examine(new Situation().facts())).isEmpty();
    }
}
