package io.aliasdefender.cli;

import io.aliasdefender.cli.Losses.Loss;
import io.aliasdefender.cli.Relocation.Alias;
import io.aliasdefender.cli.Relocation.DaemonStatus;
import io.aliasdefender.cli.Relocation.Moved;
import io.aliasdefender.cli.Relocation.Result;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Hands aliases over to another node, and loses nothing.",
            "%nThe other node takes an alias before this one lets go of it. To be run on the host that has them, or on the one that is to get them. Says what somebody on this host who"
                    + " asked every two milliseconds lost. An alias that no node takes stays where it is. Needs the link"
                    + " between the nodes (`link-key`).%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender move 192.0.2.100       to the best-ranked node that takes it",
            "  alias-defender move 192.0.2.100 web2  to web2; on web2: from whoever has it",
            "  alias-defender move web               the aliases of the group web",
            "  alias-defender move all               everything that this host has"
        })
final class MoveCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IP|GROUP|all", description = "What to move")
    private String target;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NODE",
            description = "Where to. Default: the best-ranked node that takes it")
    private String node;

    @Option(names = "--json", description = "As JSON, for programs")
    private boolean json;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Relocation relocation = new Relocation(common);
        DaemonStatus daemonStatus = relocation.daemonStatus();
        List<Alias> wanted = wanted(daemonStatus);
        if (!json) {
            spec.commandLine().getOut().println("moving " + Relocation.names(wanted) + " " + way(daemonStatus, wanted));
            spec.commandLine().getOut().flush();
        }
        Result result = relocation.move(
                target,
                Optional.ofNullable(node),
                wanted.stream().map(Alias::address).toList());
        if (json) {
            spec.commandLine().getOut().println(json(result).encodePrettily());
        } else {
            tell(result);
        }
        if (!result.done()) {
            throw new CommandFailed(outcome(result, relocation, wanted));
        }
        return Main.DONE;
    }

    /** What is not yet where it is to be. */
    private List<Alias> wanted(DaemonStatus daemonStatus) throws CommandFailed {
        boolean toThisHost = daemonStatus.self().equals(node);
        List<Alias> meant = Relocation.meant(daemonStatus, target);
        List<Alias> wanted =
                meant.stream().filter(alias -> alias.here() != toThisHost).toList();
        if (!wanted.isEmpty()) {
            return wanted;
        }
        if (toThisHost) {
            throw new CommandFailed(
                    Relocation.names(meant) + " " + is(meant) + " on " + node + " already, which is this" + " host");
        }
        throw new CommandFailed(Relocation.names(meant) + " " + is(meant) + " not on " + daemonStatus.self() + "; "
                + elsewhere(daemonStatus, meant));
    }

    private static String is(List<Alias> aliases) {
        return aliases.size() == 1 ? "is" : "are";
    }

    /** Who has them, and what to run there. */
    private String elsewhere(DaemonStatus daemonStatus, List<Alias> meant) {
        List<String> holders = meant.stream()
                .flatMap(alias -> alias.holder().stream())
                .distinct()
                .toList();
        if (holders.isEmpty()) {
            return "this host does not know who has " + (meant.size() == 1 ? "it" : "them");
        }
        String to = node == null || holders.contains(node) ? daemonStatus.self() : node;
        return "on " + String.join(", ", holders) + (holders.size() == 1 ? ", which has " : ", which have ")
                + (meant.size() == 1 ? "it" : "them") + ", run: alias-defender move " + target + " " + to
                + (to.equals(daemonStatus.self()) ? "; or the same here" : "");
    }

    private String way(DaemonStatus daemonStatus, List<Alias> wanted) {
        String from = daemonStatus.self().equals(node)
                ? wanted.stream()
                        .flatMap(alias -> alias.holder().stream())
                        .findFirst()
                        .orElse("wherever it is")
                : daemonStatus.self();
        return "from " + from + " to " + (node == null ? "the best-ranked node that takes it" : node);
    }

    private void tell(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        for (Moved moved : result.moved()) {
            if (moved.done()) {
                out.println(moved.alias() + " is on " + moved.holder().orElse("another node") + ", after "
                        + millis(moved.tookMillis())
                        + moved.loss().map(loss -> ": " + loss.inWords()).orElse(""));
            } else {
                spec.commandLine()
                        .getErr()
                        .println(moved.sentence()
                                + moved.loss()
                                        .filter(loss -> loss.lost() > 0)
                                        .map(loss -> " (" + loss.inWords() + ")")
                                        .orElse(""));
            }
        }
        unasked(result).ifPresent(out::println);
    }

    /** What is not known of losses, where something is not. */
    private static Optional<String> unasked(Result result) {
        long asked = result.moved().stream()
                .filter(moved -> moved.loss().isPresent())
                .count();
        long unasked = result.moved().stream().filter(Moved::done).count() - asked;
        if (unasked <= 0) {
            return Optional.empty();
        }
        return Optional.of(result.unasked()
                .map(why -> "what was lost is not known: " + why)
                .orElse(
                        result.moved().size() > Losses.MOST_ASKED
                                ? "only the first " + Losses.MOST_ASKED + " were asked meanwhile"
                                : "what was lost is not known where no echo request was answered"));
    }

    /** Where everything is now that did not go where it should. */
    private String outcome(Result result, Relocation relocation, List<Alias> wanted) throws CommandFailed {
        List<Alias> now = relocation.daemonStatus().aliases();
        List<String> places = now.stream()
                .filter(alias -> wanted.stream().anyMatch(one -> one.address().equals(alias.address())))
                .filter(alias -> result.moved().stream()
                        .noneMatch(moved -> moved.done() && moved.alias().equals(alias.address())))
                .map(alias -> alias.address() + " is "
                        + alias.holder().map(holder -> "on " + holder).orElse("on no" + " host that is known here"))
                .toList();
        String where = places.size() > 4 ? places.size() + " aliases were not moved" : String.join(", ", places);
        return result.trouble().map(trouble -> trouble + "; ").orElse("") + "not moved: " + where;
    }

    private static JsonObject json(Result result) {
        JsonArray moves = new JsonArray();
        result.moved().forEach(moved -> moves.add(moved.json()));
        return new JsonObject()
                .put("done", result.done())
                .put("trouble", result.trouble().orElse(null))
                .put("moves", moves);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    /** {@code -} where it was not asked. */
    static String lost(Optional<Loss> loss) {
        return loss.map(found -> String.valueOf(found.lost())).orElse("-");
    }
}
