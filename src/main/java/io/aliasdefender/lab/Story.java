package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.Screen.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The demonstration: two real defenders, a client, and half a minute of trouble, told on a terminal. What it claims is
 * measured by the client and by the kernels' address events, never by what the defenders say.
 */
public final class Story {
    static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration ROUTER_DOWN = Duration.ofSeconds(3);
    static final Duration READING_TIME = Duration.ofMillis(1200);
    private static final Duration EVENTS_POLL = Duration.ofMillis(200);

    final Options options;
    final Screen screen;
    final Lab lab;
    final Client client;
    private final Pages pages;
    final Picture picture;
    final Quotes quotes = new Quotes();
    private final String token = UUID.randomUUID().toString();
    final Map<String, String> measured = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /**
     * What to tell.
     *
     * @param once whether to end by itself
     * @param interval of the defenders' steady probes
     */
    public record Options(boolean once, Duration interval) {}

    private Story(Options options, Screen screen, Lab lab, Client client, Pages pages) {
        this.options = options;
        this.screen = screen;
        this.lab = lab;
        this.client = client;
        this.pages = pages;
        picture = new Picture(screen, lab);
    }

    /** Tells it on the standard output. Returns the exit status: 0 when everything went as it should, else 1. */
    public static int run(Options options) {
        return run(options, Screen.standard(), DaemonCommand.ofThisProgram());
    }

    static int run(Options options, Screen screen, DaemonCommand command) {
        Optional<String> why = Lab.whyImpossible();
        if (why.isPresent()) {
            screen.line(why.get());
            return 1;
        }
        screen.line(
                screen.styled(Style.BOLD, "Alias Defender") + " · one address, two hosts, and somebody who uses it");
        screen.blank();
        try (Lab lab = screen.during("building a network", () -> Lab.build(2, Optional.empty(), command));
                Client client = new Client(lab, ALIAS);
                Pages pages = Pages.open(lab)) {
            Story story = new Story(options, screen, lab, client, pages);
            try {
                return story.tell();
            } catch (LabException failure) {
                if (!lab.isClosed()) {
                    story.giveUp(failure.getMessage());
                }
                return 1;
            }
        }
    }

    private int tell() {
        try (ServiceChapter service = new ServiceChapter(this)) {
            service.serve();
            return tell(service);
        }
    }

    private int tell(ServiceChapter service) {
        begin();
        LinkedChapters linked = new LinkedChapters(this);
        linked.move();
        linked.cutTheHosts();
        pullThePlug();
        plugBackIn();
        deleteByHand();
        routerDown();
        killTheDaemon();
        service.dies();
        end();
        if (!wrong.isEmpty()) {
            giveUp(String.join("; ", wrong));
            return 1;
        }
        if (!options.once()) {
            live();
        }
        return 0;
    }

    private void begin() {
        screen.say("Two hosts, a router and a client on one switch, all inside this machine. The client sends an echo"
                + " request to " + ALIAS + " every " + Client.INTERVAL.toMillis()
                + " ms. Both hosts run a web server, and a defender that checks the address every "
                + LabConfig.text(options.interval()) + ".");
        screen.heading(1, "Both defenders start; nobody has the address yet");
        LabConfig config = LabConfig.every(options.interval()).with(Pages.configuration(lab, token));
        lab.configure(Linked.config(lab, ServiceChapter.checked(config)));
        // The third way between the hosts: each sends to the router what is for the other.
        lab.router().namespace().set("net.ipv4.ip_forward", "1");
        long from = System.nanoTime();
        screen.during("starting two defenders", () -> {
            // The primary first: a secondary that is up seconds earlier is right to take what nobody has.
            lab.web(1).start();
            lab.timeline().awaitHolders(ALIAS, Set.of("web1"), limit());
            lab.web(2).start();
            lab.hosts().forEach(LabHost::awaitReady);
            client.awaitAnswer(from, limit());
            awaitState(lab.web(1), "holding");
            awaitState(lab.web(2), "watching");
            Linked.await(lab, 2, 1, limit());
        });
        picture.draw(Set.of(), false);
        quote(lab.web(1), Set.of("taking-over", "took-over"));
        screen.verdict(true, "web1, the primary, has " + ALIAS + ", and the client is answered.");
        screen.say("Watch it in a browser on this machine; each page shows both hosts:");
        lab.hosts().forEach(host -> screen.line("     " + host + "  " + pages.link(host)));
        quotes.fresh(lab.web(2));
        read();
    }

    private void pullThePlug() {
        screen.heading(4, "The plug of web1 is pulled");
        long off = lab.faults().powerOff(lab.web(1)).atNanos();
        screen.during("the client waits for an answer", () -> {
            lab.timeline().awaitHolders(ALIAS, Set.of("web2"), limit());
            client.awaitAnswer(lab.timeline().gainedAt(ALIAS, "web2", off).orElse(off), limit());
            awaitState(lab.web(2), "holding");
        });
        Duration silence = client.answers().longestSilence(off, System.nanoTime());
        screen.big(silence.toMillis(), "ms", "without an answer for the client");
        quote(lab.web(2), Set.of("taking-over", "took-over"));
        picture.draw(Set.of(lab.web(1)), false);
        boolean moved = lab.clientNeighbour(ALIAS)
                .equals(Optional.of(lab.web(2).station().mac()));
        check(moved, "web2 has the address, and the client's kernel knows it by web2's MAC address.");
        measured.put("power of the holder lost", "client without an answer for " + Screen.text(silence));
        read();
    }

    private void plugBackIn() {
        screen.heading(5, "web1 gets its power back");
        long from = lab.faults().powerOn(lab.web(1)).atNanos();
        screen.during("web1 boots and looks around", () -> {
            lab.web(1).start();
            quotes.restarted(lab.web(1));
            lab.web(1).awaitReady();
            awaitState(lab.web(1), "watching");
            Await.pause(options.interval().multipliedBy(2));
        });
        screen.quote("web1", Quotes.reason(lab.web(1)), Style.YELLOW);
        picture.draw(Set.of(), false);
        expectUndisturbed("web1 back", from, "Nothing moves: an address that answers is left where it is.");
        read();
    }

    private void deleteByHand() {
        screen.heading(6, "Somebody deletes the address on web2 by hand");
        screen.say("$ ip address del " + Lab.ALIAS + " dev " + Station.INTERFACE);
        quotes.fresh(lab.web(2));
        long from = lab.faults().deleteAddress(lab.web(2), Lab.ALIAS).atNanos();
        screen.during("waiting for somebody to notice", () -> {
            Await.until(
                    "somebody has the address again",
                    limit(),
                    () -> lab.timeline().gainedAt(ALIAS, "web2", from).isPresent());
            client.awaitAnswer(System.nanoTime(), limit());
            awaitState(lab.web(2), "holding");
        });
        Duration gone = lab.timeline().nobody(ALIAS, from, System.nanoTime());
        quote(lab.web(2), Set.of("deleted", "restored"));
        check(
                lab.timeline().moves(ALIAS, from, System.nanoTime()) == 0,
                "Put back after " + Screen.text(gone) + ", on the same host.");
        Duration silence = client.answers().longestSilence(from, System.nanoTime());
        measured.put("alias deleted by hand", "back after " + Screen.text(gone) + "; client " + Screen.text(silence));
        read();
    }

    private void routerDown() {
        screen.heading(7, "The router is down for " + ROUTER_DOWN.toSeconds() + " s");
        quotes.fresh(lab.web(1));
        quotes.fresh(lab.web(2));
        long from = lab.faults().routerDown().atNanos();
        screen.during("the router is down", () -> Await.pause(ROUTER_DOWN));
        lab.hosts().forEach(host -> quote(host, Set.of()));
        lab.hosts().forEach(host -> screen.quote(host.name(), Quotes.reason(host), Style.YELLOW));
        lab.faults().routerUp();
        expectUndisturbed("router down", from, "Nothing moves: the address itself never stopped answering.");
        read();
    }

    private void killTheDaemon() {
        screen.heading(8, "The defender of web2 is killed (kill -9)");
        long from = System.nanoTime();
        lab.web(2).kill();
        screen.during(
                "web2 holds without a defender",
                () -> Await.pause(options.interval().multipliedBy(2)));
        screen.quote("web1", Quotes.reason(lab.web(1)), Style.YELLOW);
        screen.during("a new defender starts on web2", () -> {
            lab.web(2).start();
            quotes.restarted(lab.web(2));
            lab.web(2).awaitReady();
            awaitState(lab.web(2), "holding");
        });
        quote(lab.web(2), Set.of("adopted"));
        expectUndisturbed("daemon killed", from, "No outage and no second holder; the new defender just goes on.");
    }

    private void end() {
        screen.blank();
        screen.line(screen.styled(Style.BOLD, "     What was measured")
                + screen.styled(Style.DIM, "  (interval " + LabConfig.text(options.interval()) + ")"));
        measured.forEach((what, value) -> screen.line("     %-26s %s".formatted(what, value)));
    }

    /** Shows what the defenders say until the program is ended. */
    private void live() {
        screen.blank();
        screen.say("The laboratory stays until you press Ctrl-C. Break something yourself:");
        screen.line("     sudo ip -n " + lab.web(2).namespace() + " address del " + Lab.ALIAS + " dev eth0");
        screen.line("     sudo ip -n " + lab.network().namespace() + " link set web2 down");
        screen.say("Or on a page, where this token makes the buttons work: " + token);
        screen.blank();
        while (!lab.isClosed()) {
            for (LabHost host : lab.hosts()) {
                quotes.fresh(host).forEach(event -> screen.quote(host.name(), event.text(), styleOf(event)));
            }
            Await.pause(EVENTS_POLL);
        }
    }

    private void expectUndisturbed(String what, long from, String sentence) {
        long now = System.nanoTime();
        Duration silence = client.answers().longestSilence(from, now);
        int moves = lab.timeline().moves(ALIAS, from, now);
        boolean quiet = moves == 0
                && lab.timeline().several(ALIAS, from, now).isZero()
                && lab.timeline().holders(ALIAS).equals(Set.of("web2"));
        check(quiet, sentence + " Longest time between two answers: " + Screen.text(silence) + ".");
        measured.put(what, "moves " + moves + "; client " + Screen.text(silence));
    }

    void check(boolean good, String sentence) {
        screen.verdict(good, sentence);
        if (!good) {
            wrong.add("not true: " + sentence);
        }
    }

    void quote(LabHost host, Set<String> causes) {
        quotes.fresh(host, causes, 3).forEach(event -> screen.quote(host.name(), event.text(), styleOf(event)));
    }

    private static Style styleOf(DaemonApi.DaemonEvent event) {
        return switch (event.level()) {
            case "error" -> Style.RED;
            case "warning" -> Style.YELLOW;
            default -> Style.CYAN;
        };
    }

    void awaitState(LabHost host, String state) {
        Await.until(
                limit(),
                () -> Quotes.state(host).equals(state),
                () -> host + " says " + state + ", but it says " + Quotes.state(host) + ": " + Quotes.reason(host));
    }

    Duration limit() {
        return Duration.ofSeconds(15).plus(options.interval().multipliedBy(10));
    }

    /** Lets a person read; a file needs no time. */
    void read() {
        if (screen.colours()) {
            Await.pause(READING_TIME);
        }
    }

    private void giveUp(String why) {
        screen.blank();
        screen.verdict(false, "It did not go as it should: " + why);
        for (LabHost host : lab.hosts()) {
            screen.line("     " + host + " has " + lab.timeline().carried(host.name()) + "; its log ends with:");
            host.lastLines(12).lines().forEach(line -> screen.line("       " + line));
        }
    }
}
