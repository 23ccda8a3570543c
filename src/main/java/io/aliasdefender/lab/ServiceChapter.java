package io.aliasdefender.lab;

import static io.aliasdefender.lab.Story.ALIAS;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the demonstration shows of a service that dies while its host and the defender there are well. */
final class ServiceChapter implements AutoCloseable {
    private static final String CHECK = "web";
    private static final String EVERY = "200ms";
    /** A service that was started anew is looked at in this time, and the alias would be on its way back. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(2);
    /** An answer may still come for so long. */
    private static final Duration UNDER_WAY = Duration.ofMillis(100);

    private final Story story;
    private final List<Service> services;

    ServiceChapter(Story story) {
        this.story = story;
        services = story.lab.hosts().stream().map(Service::new).toList();
    }

    /** The alias needs the service. One that is slow on a busy machine has not failed: one that is dead refuses at once. */
    static LabConfig checked(LabConfig config) {
        return config.checking(
                CHECK,
                "{http: \"http://127.0.0.1:" + Service.PORT + "/\", every: " + EVERY
                        + ", timeout: 5s, fall: 1, rise: 2}");
    }

    /** Begins to serve on every host. */
    void serve() {
        services.forEach(Service::start);
    }

    /** It dies on web2, which has the alias, and comes back. */
    void dies() {
        story.screen.heading(9, "The web server on web2 dies; the host and its defender are well");
        story.screen.say("$ kill -9 $(pidof web-server), while the client sends an HTTP request to " + ALIAS + " every "
                + TcpClient.INTERVAL.toMillis() + " ms");
        LabHost sick = story.lab.web(2);
        LabHost well = story.lab.web(1);
        try (TcpClient client = new TcpClient(story.lab.client(), ALIAS, TcpClient.INTERVAL)) {
            client.awaitAnswer(System.nanoTime(), story.limit());
            awaitFit(well);
            // The defender that was just started is to be heard by the other one, as in a pair that has run for long.
            Linked.await(story.lab, 2, 1, story.limit());
            Await.pause(story.options.interval().multipliedBy(2).plus(Story.READING_TIME));
            story.lab.hosts().forEach(story.quotes::fresh);
            long from = services.get(1).kill();
            story.screen.during("the alias follows the service", () -> {
                story.lab.timeline().awaitHolders(ALIAS, Set.of(well.name()), story.limit());
                client.awaitAnswer(
                        story.lab.timeline().gainedAt(ALIAS, well.name(), from).orElse(from), story.limit());
                story.awaitState(well, "holding");
            });
            Await.pause(UNDER_WAY);
            long to = client.answers().latestNanos();
            int lost = client.answers().lost(from, to);
            Duration without = client.answers().longestSilence(from, to);
            story.screen.big(without.toMillis(), "ms", "without the web server for the client");
            quote(sick, Set.of("check-failing", "handing-over", "handed-over"));
            story.picture.draw(Set.of(), false);
            story.check(
                    story.lab.timeline().moves(ALIAS, from, to) == 1
                            && story.lab.timeline().holders(ALIAS).equals(Set.of("web1")),
                    "web1 has the address and serves. Requests lost: " + lost
                            + ", those until the check, which looks every " + EVERY
                            + ", saw it, and the address had moved.");
            story.screen.say("Why it is where it is, as `alias-defender status` and the page say it:");
            story.screen.quote("web1", Quotes.reason(well), Screen.Style.YELLOW);
            story.measured.put(
                    "service killed", lost + " requests lost; client " + Screen.text(without) + " without the service");
            story.read();
            comesBack(sick, client);
        }
    }

    private void comesBack(LabHost sick, TcpClient client) {
        story.screen.say("The web server on web2 is started again:");
        long again = services.get(1).start();
        story.screen.during("web2 is fit again", () -> {
            awaitFit(sick);
            Await.pause(LEFT_ALONE);
        });
        quote(sick, Set.of("check-passing"));
        long now = System.nanoTime();
        story.check(
                story.lab.timeline().moves(ALIAS, again, now) == 0
                        && story.lab.timeline().holders(ALIAS).equals(Set.of("web1")),
                "It does not go straight back: web1 is as fit, and nothing moves without a reason. Requests lost: "
                        + client.answers().lost(again, client.answers().latestNanos()) + ".");
        story.read();
    }

    /** What a check says is about the host, and not about an alias. */
    private void quote(LabHost host, Set<String> causes) {
        story.quotes.fresh(host).stream()
                .filter(event -> causes.contains(event.cause()))
                .forEach(event -> story.screen.quote(host.name(), event.text(), Screen.Style.YELLOW));
    }

    private void awaitFit(LabHost host) {
        Await.until(
                story.limit(),
                () -> Quotes.fit(host).equals("yes"),
                () -> host + " is fit, but it says: " + Quotes.fit(host) + "\n" + host.lastLines(12));
    }

    @Override
    public void close() {
        services.forEach(Service::close);
    }
}
