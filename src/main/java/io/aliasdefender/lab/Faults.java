package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.MacAddress;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Everything that can be broken, and mended again. Each fault says what it did and when. */
public final class Faults {
    private static final String LOSS = "loss";
    static final MacAddress STRANGER_MAC = MacAddress.of("02:ad:00:00:06:66");

    private static final List<Cidr> STRANGER_ADDRESSES = List.of(Cidr.of("192.0.2.66/24"), Cidr.of("2001:db8::66/64"));

    private final Lab lab;
    private final List<Fault> log = new ArrayList<>();
    private Station stranger;

    Faults(Lab lab) {
        this.lab = lab;
    }

    /**
     * What was done.
     *
     * @param what in words
     * @param atNanos the moment just before, of {@link System#nanoTime()}
     */
    public record Fault(String what, long atNanos) {}

    /** All that was done so far. */
    public synchronized List<Fault> log() {
        return List.copyOf(log);
    }

    /** Pulls the plug: the daemon dies without a word, and the switch loses the host. */
    public Fault powerOff(LabHost host) {
        return did("power of " + host + " off", () -> {
            host.kill();
            lab.timeline().add(new HolderTimeline.Change.PowerOff(System.nanoTime(), host.name()));
            lab.network().port(host.station(), false);
            lab.secondIfBuilt().ifPresent(second -> second.powerOff(host));
        });
    }

    /** Puts the plug back: the host boots with nothing but its own addresses. Its daemon is not started yet. */
    public Fault powerOn(LabHost host) {
        return did("power of " + host + " on", () -> {
            host.namespace().ip("link", "set", "dev", Station.INTERFACE, "down");
            host.namespace().ip("address", "flush", "dev", Station.INTERFACE);
            lab.secondIfBuilt().ifPresent(second -> second.wipe(host));
            // The events of the flush come later than we get here; without power they do not count.
            lab.awaitNoAddresses(host);
            lab.network().port(host.station(), true);
            lab.timeline().add(new HolderTimeline.Change.PowerOn(System.nanoTime(), host.name()));
            host.station().boot();
            lab.secondIfBuilt().ifPresent(second -> second.powerOn(host));
        });
    }

    /** Pulls the network cable; the host sees that its carrier is gone. */
    public Fault cableOut(LabHost host) {
        return did("cable of " + host + " out", () -> lab.network().port(host.station(), false));
    }

    public Fault cableIn(LabHost host) {
        return did("cable of " + host + " in", () -> lab.network().port(host.station(), true));
    }

    /** Cuts a host off while its link stays up, as a switch with a wrong VLAN does. */
    public Fault isolate(LabHost host) {
        return did(
                host + " cut off from everybody, its link up",
                () -> lab.network()
                        .filter(
                                "isolation of " + host,
                                List.of("iifname " + host + " drop", "oifname " + host + " drop")));
    }

    public Fault rejoin(LabHost host) {
        return did(host + " no longer cut off", () -> lab.network().unfilter("isolation of " + host));
    }

    /** Cuts two hosts off from each other only. */
    public Fault cut(LabHost one, LabHost other) {
        return did(
                one + " and " + other + " cut off from each other",
                () -> lab.network()
                        .filter(
                                cutName(one, other),
                                List.of(
                                        "iifname " + one + " oifname " + other + " drop",
                                        "iifname " + other + " oifname " + one + " drop")));
    }

    public Fault mend(LabHost one, LabHost other) {
        return did(
                one + " and " + other + " hear each other again",
                () -> lab.network().unfilter(cutName(one, other)));
    }

    /** Loses every frame on the switch with a probability, in percent; a question and its answer are two frames. */
    public Fault loss(int percent) {
        return did(percent + " % of all frames lost", () -> lab.network().filter(LOSS, List.of(dropping(percent))));
    }

    /** Loses frames from and to one host only. */
    public Fault lossAt(LabHost host, int percent) {
        String dice = " " + dropping(percent);
        return did(
                percent + " % of the frames of " + host + " lost",
                () -> lab.network().filter(LOSS, List.of("iifname " + host + dice, "oifname " + host + dice)));
    }

    public Fault noLoss() {
        return did("no more frames lost", () -> lab.network().unfilter(LOSS));
    }

    public Fault routerDown() {
        return did("router down", () -> lab.network().port(lab.router(), false));
    }

    public Fault routerUp() {
        return did("router up", () -> lab.network().port(lab.router(), true));
    }

    /** Removes an address behind the daemon's back. */
    public Fault deleteAddress(LabHost host, Cidr address) {
        return did(
                address + " deleted by hand on " + host,
                () -> host.namespace().ip("address", "del", address.toString(), "dev", Station.INTERFACE));
    }

    /** Adds an address behind the daemon's back. */
    public Fault addAddress(LabHost host, Cidr address) {
        return did(
                address + " added by hand on " + host,
                () -> host.namespace().ip("address", "add", address.toString(), "dev", Station.INTERFACE));
    }

    /** Replaces an address by the same one with another prefix length, as a helpful colleague does. */
    public Fault changePrefix(LabHost host, Cidr address, int prefixLength) {
        Cidr wrong = new Cidr(address.address(), prefixLength);
        return did(
                address + " on " + host + " changed to " + wrong,
                () -> host.namespace()
                        .batch(List.of(
                                "address del " + address + " dev " + Station.INTERFACE,
                                "address add " + wrong + " dev " + Station.INTERFACE)));
    }

    /** Takes the network card out. */
    public Fault deleteInterface(LabHost host) {
        return did(
                "interface of " + host + " deleted",
                () -> host.namespace().ip("link", "del", "dev", Station.INTERFACE));
    }

    /** Puts a network card in. */
    public Fault restoreInterface(LabHost host) {
        return did("interface of " + host + " back", () -> lab.network().plug(host.station()));
    }

    /**
     * Lets a machine without a defender have an address.
     *
     * @param announce whether it tells the network so, as a host does that boots; else it only answers
     */
    public Fault strangerWith(Cidr address, boolean announce) {
        return did("a stranger has " + address + (announce ? " and says so" : ""), () -> {
            if (stranger == null) {
                Namespace namespace = lab.namespace("stranger");
                namespace.create();
                stranger = new Station(
                        "stranger", namespace, Station.INTERFACE, STRANGER_MAC, STRANGER_ADDRESSES, List.of());
                lab.network().plug(stranger);
            }
            stranger.namespace().ip("address", "replace", address.toString(), "dev", Station.INTERFACE);
            if (announce) {
                stranger.announce(address.address());
            }
        });
    }

    /** The stranger that was let in; there is one. */
    public Station stranger() {
        if (stranger == null) {
            throw new LabException("there is no stranger");
        }
        return stranger;
    }

    public Fault strangerGone() {
        return did("the stranger is gone", () -> {
            if (stranger != null) {
                // A namespace lives on as long as anybody has it, be it a copy of the mount table; a cable does not.
                lab.network().unplug(stranger);
                stranger.namespace().destroy();
                stranger = null;
            }
        });
    }

    static String dropping(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " %");
        }
        return percent == 100 ? "drop" : "numgen random mod 100 < " + percent + " drop";
    }

    private static String cutName(LabHost one, LabHost other) {
        return "cut of " + (one.name().compareTo(other.name()) < 0 ? one + " and " + other : other + " and " + one);
    }

    private synchronized Fault did(String what, Runnable deed) {
        Fault fault = new Fault(what, System.nanoTime());
        String line = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " ----- " + what;
        log.add(fault);
        deed.run();
        // Among the daemons' own lines, so that their logs tell the whole story.
        lab.hosts().forEach(host -> host.note(line));
        return fault;
    }
}
