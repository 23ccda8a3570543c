package io.aliasdefender.lab;

import static io.aliasdefender.lab.Story.ALIAS;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** What the demonstration shows of linked hosts. */
final class LinkedChapters {
    private static final Duration HOSTS_CUT = Duration.ofSeconds(4);
    /** An answer may still come for so long. */
    private static final Duration UNDER_WAY = Duration.ofMillis(100);

    private final Story story;

    LinkedChapters(Story story) {
        this.story = story;
    }

    /** There and back, as for a new kernel. */
    void move() {
        story.screen.heading(2, "An administrator moves the address to web2, and back");
        story.screen.say("$ alias-defender move " + ALIAS + " web2");
        story.lab.hosts().forEach(story.quotes::fresh);
        long from = System.nanoTime();
        story.screen.during("web2 takes it before web1 lets go", () -> moveTo("web2"));
        story.quote(story.lab.web(1), Set.of("handing-over", "handed-over", "released"));
        story.picture.draw(Set.of(), false);
        story.screen.during("and back", () -> moveTo("web1"));
        long now = System.nanoTime();
        Await.pause(UNDER_WAY);
        int lost = story.client.answers().lost(from, now);
        Duration both = story.lab.timeline().several(ALIAS, from, now);
        story.check(
                story.lab.timeline().nobody(ALIAS, from, now).isZero(),
                "At each moment one host has it at least; both for " + Screen.text(both)
                        + " in all. Requests of the client without an answer: " + lost + ".");
        story.measured.put(
                "moved, and back",
                lost + " requests lost; client "
                        + Screen.text(story.client.answers().longestSilence(from, now)));
        story.read();
    }

    private void moveTo(String node) {
        LabHost holder = story.lab.web(node.equals("web2") ? 1 : 2);
        try {
            holder.api().order("/api/aliases/" + ALIAS + "/move", new JsonObject().put("node", node));
        } catch (IOException failure) {
            throw new LabException(holder + " does not move it: " + failure.getMessage(), failure);
        }
        story.lab.timeline().awaitHolders(ALIAS, Set.of(node), story.limit());
        story.awaitState(story.lab.web(node.equals("web2") ? 2 : 1), "holding");
        story.awaitState(holder, "watching");
        // It is known to be the only holder before it is given away again.
        Await.pause(story.options.interval().multipliedBy(2).plus(Story.READING_TIME));
    }

    void cutTheHosts() {
        story.screen.heading(
                3, "web1 and web2 cannot hear each other for " + HOSTS_CUT.toSeconds() + " s; all others hear both");
        story.quotes.fresh(story.lab.web(2));
        long from = story.lab.faults().cut(story.lab.web(1), story.lab.web(2)).atNanos();
        story.screen.during("the two are cut off from each other", () -> Await.pause(HOSTS_CUT));
        story.quote(story.lab.web(2), Set.of("unheard"));
        story.lab.faults().mend(story.lab.web(1), story.lab.web(2));
        long now = System.nanoTime();
        story.check(
                story.lab.timeline().moves(ALIAS, from, now) == 0
                        && story.lab.timeline().several(ALIAS, from, now).isZero(),
                "No second holder: over the node link, by way of the router, web1 says that it has the address.");
        story.measured.put(
                "hosts cut from each other",
                "moves " + story.lab.timeline().moves(ALIAS, from, now) + "; client "
                        + Screen.text(story.client.answers().longestSilence(from, now)));
        story.read();
    }
}
