package io.aliasdefender.cli;

import io.aliasdefender.cli.Losses.Loss;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Has the daemon of this host move aliases, and measures meanwhile what a client loses. */
final class Relocation {
    private static final int NOT_ALL_DONE = 409;
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final Duration AFTERWARDS = Duration.ofMillis(500);
    private static final String ALL = "all";

    private final CommonOptions common;

    Relocation(CommonOptions common) {
        this.common = common;
    }

    /** An alias as the daemon shows it. */
    record Alias(IpAddress address, Optional<String> group, boolean here, Optional<String> holder) {
        static Alias of(JsonObject json) {
            String view = json.getString("view");
            return new Alias(
                    IpAddress.of(json.getString("address")),
                    Optional.ofNullable(json.getString("group")),
                    view.equals("held"),
                    Optional.ofNullable(json.getString("holder")).map(PlainText::line));
        }
    }

    /** How this host stands. */
    record DaemonStatus(String self, List<Alias> aliases, JsonObject status) {}

    /**
     * How it went for one alias.
     *
     * @param holder who has it now, where that is known
     * @param loss empty: it was not asked, or did not answer
     */
    record Moved(
            IpAddress alias,
            boolean done,
            Optional<String> holder,
            double tookMillis,
            String sentence,
            Optional<Loss> loss) {
        JsonObject json() {
            return new JsonObject()
                    .put("alias", alias.toString())
                    .put("done", done)
                    .put("holder", holder.orElse(null))
                    .put("took_ms", tookMillis)
                    .put("sentence", sentence)
                    .put("requests", loss.map(Loss::requests).orElse(null))
                    .put("lost", loss.map(Loss::lost).orElse(null))
                    .put(
                            "gap_ms",
                            loss.map(found -> found.gap().toNanos() / 1e6).orElse(null));
        }
    }

    /**
     * @param trouble a sentence about all of it; empty: each alias has its own
     * @param unasked why nothing is known of what was lost; empty: it is
     */
    record Result(List<Moved> moved, Optional<String> trouble, Optional<String> unasked) {
        boolean done() {
            return trouble.isEmpty() && moved.stream().allMatch(Moved::done);
        }
    }

    DaemonStatus daemonStatus() throws CommandFailed {
        ApiClient.Answer answer = common.order(daemon -> daemon.get("/api/status"));
        List<Alias> aliases = answer.body().getJsonArray("aliases").stream()
                .map(alias -> Alias.of((JsonObject) alias))
                .toList();
        return new DaemonStatus(PlainText.line(answer.body().getString("node")), aliases, answer.body());
    }

    /**
     * The aliases that are meant by an address, the name of a group, or {@code all}.
     *
     * @throws CommandFailed when it is none of these
     */
    static List<Alias> meant(DaemonStatus daemonStatus, String target) throws CommandFailed {
        if (target.equalsIgnoreCase(ALL)) {
            return daemonStatus.aliases();
        }
        Optional<IpAddress> address = IpAddress.parse(target);
        Optional<String> group = daemonStatus.aliases().stream()
                .filter(alias -> address.equals(Optional.of(alias.address())))
                .findFirst()
                .flatMap(Alias::group)
                .or(() -> address.isEmpty() ? Optional.of(target) : Optional.empty());
        List<Alias> meant = daemonStatus.aliases().stream()
                .filter(alias -> address.equals(Optional.of(alias.address()))
                        || group.isPresent() && alias.group().equals(group))
                .toList();
        if (meant.isEmpty()) {
            throw new CommandFailed(target + " is neither an alias nor a group of this host's configuration, which has "
                    + names(daemonStatus));
        }
        return meant;
    }

    private static String names(DaemonStatus daemonStatus) {
        List<String> names = new ArrayList<>(daemonStatus.aliases().stream()
                .flatMap(alias -> alias.group().stream())
                .distinct()
                .toList());
        daemonStatus.aliases().forEach(alias -> names.add(alias.address().toString()));
        return names.isEmpty() ? "no alias" : String.join(", ", names);
    }

    /**
     * Moves them, and waits for the end.
     *
     * @param target as somebody typed it
     * @param node empty: to whichever takes it
     * @param asked what is asked meanwhile
     */
    Result move(String target, Optional<String> node, List<IpAddress> asked)
            throws CommandFailed, InterruptedException {
        JsonObject body = node.map(name -> new JsonObject().put("node", name)).orElseGet(JsonObject::new);
        try (Losses losses = new Losses(asked)) {
            ApiClient.Answer answer = common.order(LIMIT, daemon -> daemon.post(path(target), body), NOT_ALL_DONE);
            Optional<String> unasked = losses.problem();
            return result(answer.body(), losses.end(AFTERWARDS), unasked);
        }
    }

    private static String path(String target) {
        boolean address =
                target.equalsIgnoreCase(ALL) || IpAddress.parse(target).isPresent();
        return address
                ? "/api/aliases/" + target + "/move"
                : "/api/groups/"
                        + URLEncoder.encode(target, StandardCharsets.UTF_8).replace("+", "%20") + "/move";
    }

    private static Result result(JsonObject answer, Map<IpAddress, Loss> losses, Optional<String> unasked) {
        List<String> sentences = answer.getJsonArray("sentences").stream()
                .map(sentence -> PlainText.line(String.valueOf(sentence)))
                .toList();
        JsonArray moves = answer.getJsonArray("moves");
        if (moves == null) {
            return new Result(List.of(), Optional.of(String.join("; ", sentences)), unasked);
        }
        List<Moved> moved = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            JsonObject one = moves.getJsonObject(i);
            IpAddress alias = IpAddress.of(one.getString("alias"));
            moved.add(new Moved(
                    alias,
                    one.getBoolean("done"),
                    Optional.ofNullable(one.getString("holder")).map(PlainText::line),
                    one.getDouble("took_ms"),
                    sentences.get(i),
                    Optional.ofNullable(losses.get(alias))));
        }
        return new Result(moved, Optional.empty(), unasked);
    }

    /** Their addresses, or how many there are. */
    static String names(List<Alias> aliases) {
        return aliases.size() > 4
                ? aliases.size() + " aliases"
                : aliases.stream().map(alias -> alias.address().toString()).collect(Collectors.joining(", "));
    }
}
