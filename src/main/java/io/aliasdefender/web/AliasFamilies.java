package io.aliasdefender.web;

import io.aliasdefender.core.AliasState.Counters;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.View;

/** The figures of one alias. */
final class AliasFamilies {
    private AliasFamilies() {}

    static void states(Families families, String alias, View view, AliasStatus status) {
        families.gauge("alias_held", "1 if this host has the alias.", view == View.HELD ? 1 : 0, "alias", alias)
                .gauge(
                        "alias_answered",
                        "1 if this host has the alias, or another one answered for it within the time that counts as"
                                + " fresh.",
                        view == View.HELD || view == View.ANSWERED ? 1 : 0,
                        "alias",
                        alias)
                .gauge(
                        "alias_filtered",
                        "1 if answers came to this host's own address and none to the alias when it last asked: the network"
                                + " drops the alias's frames here.",
                        status.filtered().isPresent() ? 1 : 0,
                        "alias",
                        alias)
                .gauge(
                        "alias_unheard",
                        "1 if this host has the alias and no other node hears it, as they say over the node link.",
                        status.unheard() ? 1 : 0,
                        "alias",
                        alias)
                .gauge(
                        "alias_state",
                        "1 for the state that the alias is in, as this host sees it.",
                        1,
                        "alias",
                        alias,
                        "state",
                        status.phase().toString(),
                        "view",
                        view.toString())
                .gauge(
                        "alias_state_age_seconds",
                        "Time since the alias came into its state.",
                        Figures.seconds(status.phaseAge()),
                        "alias",
                        alias);
        status.answerAge()
                .ifPresent(age -> families.gauge(
                        "alias_answer_age_seconds",
                        "Time since another host last answered for the alias.",
                        Figures.seconds(age),
                        "alias",
                        alias));
    }

    static void counts(Families families, String alias, Counters counters) {
        families.counter("takeovers", "How often this host took the alias.", counters.takeovers(), "alias", alias)
                .counter("releases", "How often this host let go of the alias.", counters.releases(), "alias", alias)
                .counter(
                        "restores",
                        "How often this host put back the alias that something else had deleted.",
                        counters.restores(),
                        "alias",
                        alias)
                .counter(
                        "confirm_bursts",
                        "Bursts of probes that were to confirm or check something.",
                        counters.bursts(),
                        "alias",
                        alias)
                .counter(
                        "conflicts",
                        "How often another host was seen to have the alias that this host has.",
                        counters.conflicts(),
                        "alias",
                        alias)
                .counter(
                        "announcements",
                        "How often this host told the network that it has the alias.",
                        counters.announcements(),
                        "alias",
                        alias)
                .counter(
                        "alias_commands_failed",
                        "Commands for the alias that failed.",
                        counters.failedCommands(),
                        "alias",
                        alias);
    }
}
