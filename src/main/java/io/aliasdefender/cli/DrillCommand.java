package io.aliasdefender.cli;

import io.aliasdefender.cli.Relocation.Alias;
import io.aliasdefender.cli.Relocation.DaemonStatus;
import io.aliasdefender.cli.Relocation.Moved;
import io.aliasdefender.cli.Relocation.Result;
import io.aliasdefender.core.net.IpAddress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Moves aliases to another node and back, as a test.",
            "%nTells what it cost somebody on this host who asked every two milliseconds. For the host that has them; on any other one there is nothing to do. Begins only when all is well: else exit"
                    + " status 1 and what is not. Each alias gets a line in the history. Needs the link between the nodes"
                    + " (`link-key`).%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender drill              everything that this host has, in turn",
            "  alias-defender drill 192.0.2.100  one alias, with its group",
            "  systemctl enable --now alias-defender-drill.timer",
            "                                    every week; conf/ has the samples"
        })
final class DrillCommand implements Callable<Integer> {
    /** Until the other node has asked whether it is alone, and may give the alias back. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(100);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "IP|GROUP|all",
            defaultValue = "all",
            description = "What to move. Default: everything that this host has")
    private String target;

    @Option(names = "--json", description = "As JSON, for programs")
    private boolean json;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private Relocation relocation;

    /**
     * One alias, there and back.
     *
     * @param back empty: it was not tried
     */
    private record Trip(Moved there, Optional<Moved> back) {
        boolean done() {
            return there.done() && back.filter(Moved::done).isPresent();
        }
    }

    @Override
    public Integer call() throws Exception {
        relocation = new Relocation(common);
        DaemonStatus daemonStatus = relocation.daemonStatus();
        List<Alias> here = Relocation.meant(daemonStatus, target).stream()
                .filter(Alias::here)
                .toList();
        if (here.isEmpty()) {
            return nothing(daemonStatus);
        }
        requireWell(daemonStatus);
        List<Trip> trips = new ArrayList<>();
        for (List<Alias> together : together(here)) {
            List<Trip> these = thereAndBack(daemonStatus.self(), together);
            trips.addAll(these);
            these.forEach(this::note);
            if (!these.stream().allMatch(Trip::done)) {
                break;
            }
        }
        tell(trips);
        if (!trips.stream().allMatch(Trip::done)) {
            throw new CommandFailed(trouble(trips));
        }
        return Main.DONE;
    }

    /** A timer runs on every node, and one of them has the aliases. */
    private Integer nothing(DaemonStatus daemonStatus) throws CommandFailed {
        if (!target.equals("all")) {
            throw new CommandFailed(target + " is not on " + daemonStatus.self() + "; run the drill where it is");
        }
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? report(List.of()).encodePrettily()
                                : "no alias is on " + daemonStatus.self() + ": nothing to do");
        return Main.DONE;
    }

    private void requireWell(DaemonStatus daemonStatus) throws CommandFailed {
        JsonArray events = common.order(daemon -> daemon.get("/api/events?limit=1000"))
                .body()
                .getJsonArray("events");
        List<String> troubles = DrillPreconditions.troubles(daemonStatus.status(), events);
        if (!troubles.isEmpty()) {
            throw new CommandFailed("no drill, because not all is well:\n  " + String.join("\n  ", troubles));
        }
    }

    /** What moves together, in the order of the configuration. */
    private static List<List<Alias>> together(List<Alias> aliases) {
        Map<String, List<Alias>> together = new LinkedHashMap<>();
        aliases.forEach(alias -> together.computeIfAbsent(
                        alias.group().orElse(alias.address().toString()), any -> new ArrayList<>())
                .add(alias));
        return List.copyOf(together.values());
    }

    private List<Trip> thereAndBack(String self, List<Alias> together) throws CommandFailed, InterruptedException {
        String what = together.get(0).address().toString();
        List<IpAddress> asked = together.stream().map(Alias::address).toList();
        Result there = relocation.move(what, Optional.empty(), asked);
        if (there.moved().isEmpty()) {
            throw new CommandFailed(there.trouble().orElse("nothing was moved"));
        }
        if (!there.done()) {
            return there.moved().stream()
                    .map(moved -> new Trip(moved, Optional.empty()))
                    .toList();
        }
        awaitSettled(asked);
        Result back = relocation.move(what, Optional.of(self), asked);
        return there.moved().stream()
                .map(moved -> new Trip(moved, back(back, moved)))
                .toList();
    }

    private static Optional<Moved> back(Result back, Moved there) {
        return back.moved().stream()
                .filter(moved -> moved.alias().equals(there.alias()))
                .findFirst()
                .or(() -> back.trouble()
                        .map(trouble -> new Moved(there.alias(), false, there.holder(), 0, trouble, Optional.empty())));
    }

    /** Until this host sees them at the other node, which has had a moment. */
    private void awaitSettled(List<IpAddress> aliases) throws CommandFailed, InterruptedException {
        Thread.sleep(SETTLING.toMillis());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            boolean settled = relocation.daemonStatus().aliases().stream()
                    .filter(alias -> aliases.contains(alias.address()))
                    .allMatch(alias -> !alias.here() && alias.holder().isPresent());
            if (settled) {
                return;
            }
            Thread.sleep(STEP.toMillis());
        }
    }

    /** A line of the history, which is not worth failing for. */
    private void note(Trip trip) {
        if (!trip.there().done()) {
            return;
        }
        JsonObject line =
                new JsonObject().put("alias", trip.there().alias().toString()).put("there", way(trip.there()));
        trip.back().filter(Moved::done).ifPresent(back -> line.put("back", way(back)));
        try {
            common.order(daemon -> daemon.post("/api/drill", line));
        } catch (CommandFailed failed) {
            spec.commandLine().getErr().println("the history does not have it: " + failed.getMessage());
        }
    }

    private static JsonObject way(Moved moved) {
        return new JsonObject()
                .put("node", moved.holder().orElse("another node"))
                .put("took_ms", moved.tookMillis())
                .put("lost", moved.loss().map(Losses.Loss::lost).orElse(0))
                .put(
                        "gap_ms",
                        moved.loss().map(loss -> loss.gap().toNanos() / 1e6).orElse(0.0));
    }

    private void tell(List<Trip> trips) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report(trips).encodePrettily());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("alias", "to", "moved in", "lost", "longest gap", "back in", "lost", "longest gap"));
        for (Trip trip : trips) {
            List<String> row = new ArrayList<>();
            row.add(trip.there().alias().toString());
            row.add(trip.there().done() ? trip.there().holder().orElse("?") : "not moved");
            row.addAll(cells(Optional.of(trip.there())));
            row.addAll(cells(trip.back()));
            rows.add(row);
        }
        columns(rows).forEach(out::println);
        out.flush();
    }

    private static List<String> cells(Optional<Moved> way) {
        Optional<Moved> done = way.filter(Moved::done);
        Optional<Losses.Loss> loss = done.flatMap(Moved::loss);
        return List.of(
                done.map(moved -> MoveCommand.millis(moved.tookMillis())).orElse("-"),
                MoveCommand.lost(loss),
                loss.map(found -> MoveCommand.millis(found.gap().toNanos() / 1e6))
                        .orElse("-"));
    }

    /** Each as wide as its widest cell. */
    private static List<String> columns(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private String trouble(List<Trip> trips) throws CommandFailed {
        Trip last = trips.stream().filter(trip -> !trip.done()).findFirst().orElseThrow();
        Moved failed = last.back().orElse(last.there());
        String now = relocation.daemonStatus().aliases().stream()
                .filter(alias -> alias.address().equals(failed.alias()))
                .findFirst()
                .flatMap(Alias::holder)
                .map(holder -> failed.alias() + " is on " + holder)
                .orElse("this host does not know who has " + failed.alias());
        return failed.sentence() + "; " + now;
    }

    private static JsonObject report(List<Trip> trips) {
        JsonArray all = new JsonArray();
        trips.forEach(trip -> all.add(new JsonObject()
                .put("there", trip.there().json())
                .put("back", trip.back().map(Moved::json).orElse(null))));
        return new JsonObject().put("done", trips.stream().allMatch(Trip::done)).put("trips", all);
    }
}
