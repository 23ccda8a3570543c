package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does each trouble to a settled pair in which web1 holds both aliases, from its begin until all is mended. */
final class TroubleInjector {
    private static final Duration PAUSE = Duration.ofSeconds(8);
    private static final Duration CUT = Duration.ofSeconds(8);
    private static final Duration STRANGER_STAYS = Duration.ofSeconds(12);
    private static final Duration ROUTER_DOWN = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Lab lab;
    private final List<Family> families;
    private final Traffic traffic;
    private final Duration interval;
    private final Duration limit;
    private final Duration lossLength;
    private final AllCards cards;
    private final LabHost holder;
    private final LabHost other;

    /**
     * @param families whose aliases are defended
     * @param limit how long anything may take that has to come
     * @param lossLength how long frames are lost in the troubles that are about it
     */
    TroubleInjector(
            Lab lab, List<Family> families, Traffic traffic, Duration interval, Duration limit, Duration lossLength) {
        this.lab = lab;
        this.families = families;
        this.traffic = traffic;
        this.interval = interval;
        this.limit = limit;
        this.lossLength = lossLength;
        cards = new AllCards(lab);
        holder = lab.web(1);
        other = lab.web(2);
    }

    /** Returns when all is mended, or, where nothing is mended, when the other has the aliases. */
    Course course(Trouble trouble) {
        return switch (trouble) {
            case POWER_OFF -> {
                Course course = Course.from(lab.faults().powerOff(holder));
                awaitOther();
                yield course;
            }
            case ISOLATED -> {
                long at = cards.isolate(holder).atNanos();
                awaitOther();
                yield Course.between(at, cards.rejoin(holder));
            }
            case CABLE -> {
                long at = cards.cableOut(holder).atNanos();
                awaitOther();
                yield Course.between(at, cards.cableIn(holder));
            }
            case PARTITION -> {
                long at = cards.cut(holder, other).atNanos();
                // Whether the other takes is its own affair: the client does not miss anything.
                Await.pause(interval.multipliedBy(5).plus(SETTLING));
                yield Course.between(at, cards.mend(holder, other));
            }
            case STOPPED, STOPPED_LINKED -> {
                Course course = Course.from(System.nanoTime());
                holder.stop(STOP_LIMIT);
                awaitOther();
                yield course;
            }
            case DELETED -> {
                Course course = Course.from(System.nanoTime());
                families.forEach(family -> lab.faults().deleteAddress(holder, family.cidr()));
                yield course;
            }
            case MACHINE_FROZEN -> frozenMachine();
            case KILLED -> kill();
            case PAUSED -> {
                Course course = Course.from(System.nanoTime());
                holder.pause();
                Await.pause(PAUSE);
                holder.resume();
                yield course;
            }
            case PAUSED_UNDER_POWER_CUT -> pauseUnderPowerCut();
            case STRANGER -> stranger();
            case LOSS_10 -> lose(10);
            case LOSS_30 -> lose(30);
            case ROUTER_DOWN -> {
                long at = cards.routerDown().atNanos();
                Await.pause(ROUTER_DOWN);
                yield Course.between(at, cards.routerUp());
            }
            case MOVED -> ordered("/api/aliases/all/move", new JsonObject());
            case MAINTENANCE_LINKED -> {
                Course course = ordered("/api/maintenance", maintenance(true));
                order("/api/maintenance", maintenance(false));
                yield course;
            }
            case FAILBACK_LINKED -> failback();
            case HOSTS_CUT_LINKED -> cutHosts();
            case BOOT_TOGETHER -> throw new IllegalArgumentException("starting is the trouble");
        };
    }

    private static JsonObject maintenance(boolean on) {
        return new JsonObject().put("on", on).put("reason", "to be measured");
    }

    private Course ordered(String path, JsonObject order) {
        Course course = Course.from(System.nanoTime());
        order(path, order);
        awaitOther();
        return course;
    }

    private void order(String path, JsonObject order) {
        try {
            holder.api().order(path, order);
        } catch (IOException failure) {
            throw new LabException(holder + " does not do it: " + failure.getMessage(), failure);
        }
    }

    /** What went to the other host comes back by itself. */
    private Course failback() {
        holder.stop(STOP_LIMIT);
        awaitOther();
        Course course = Course.from(System.nanoTime());
        holder.start();
        holder.awaitReady();
        families.forEach(family -> lab.timeline().awaitHolders(family.alias(), Set.of(holder.name()), limit));
        return course;
    }

    private Course cutHosts() {
        lab.router().namespace().set("net.ipv4.ip_forward", "1");
        lab.router().namespace().set("net.ipv6.conf.all.forwarding", "1");
        try {
            Linked.await(lab, 2, families.size(), limit);
            long at = cards.cut(holder, other).atNanos();
            Await.pause(CUT);
            return Course.between(at, cards.mend(holder, other));
        } finally {
            lab.router().namespace().set("net.ipv4.ip_forward", "0");
            lab.router().namespace().set("net.ipv6.conf.all.forwarding", "0");
        }
    }

    /** As a machine whose hypervisor stops it: while it stands still, it can be heard as little as it hears. */
    private Course frozenMachine() {
        long at = cards.isolate(holder).atNanos();
        holder.pause();
        awaitOther();
        Faults.Fault mended = cards.rejoin(holder);
        holder.resume();
        return Course.between(at, mended);
    }

    private Course kill() {
        Course course = Course.from(System.nanoTime());
        holder.kill();
        Await.pause(interval.multipliedBy(5).plus(SETTLING));
        holder.start();
        holder.awaitReady();
        return course;
    }

    private Course pauseUnderPowerCut() {
        other.pause();
        Await.pause(PAUSE.dividedBy(2));
        Course course = Course.from(lab.faults().powerOff(holder));
        Await.pause(PAUSE.dividedBy(2));
        other.resume();
        awaitOther();
        return course;
    }

    private Course stranger() {
        long at = System.nanoTime();
        families.forEach(family -> lab.faults().strangerWith(family.cidr(), true));
        Await.pause(STRANGER_STAYS);
        Faults.Fault gone = lab.faults().strangerGone();
        List<IpAddress> unnamed = new ArrayList<>();
        for (Family family : families) {
            if (!namesTheStranger(family)) {
                unnamed.add(family.alias());
            }
        }
        if (!unnamed.isEmpty()) {
            throw new LabException(
                    holder + " has no error that names the stranger with " + unnamed + ":\n" + holder.lastLines(20));
        }
        return Course.between(at, gone);
    }

    private boolean namesTheStranger(Family family) {
        try {
            return holder.api().events(0).stream()
                    .anyMatch(event -> event.level().equals("error")
                            && event.alias().equals(family.alias().toString())
                            && event.text().contains(Faults.STRANGER_MAC.toString()));
        } catch (IOException silent) {
            return false;
        }
    }

    private Course lose(int percent) {
        long at = cards.loss(percent).atNanos();
        Await.pause(lossLength);
        return Course.between(at, cards.noLoss());
    }

    /** Waits until the other has both aliases and the client knows it, and then some. */
    private void awaitOther() {
        for (Family family : families) {
            Await.until(
                    limit,
                    () -> lab.timeline().holders(family.alias()).contains(other.name()),
                    () -> other + " has " + family.alias() + "; it says: " + other.reason(family.alias()));
        }
        traffic.awaitAnswers(limit);
        Await.pause(interval.multipliedBy(3).plus(SETTLING));
    }
}
