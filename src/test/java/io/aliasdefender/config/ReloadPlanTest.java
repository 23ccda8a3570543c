package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.payload.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadPlanTest {
    private static final String NODES = "nodes: {web1: 192.0.2.11, web2: 192.0.2.12}\n";
    private static final String ALIASES = "aliases:\n  - address: 192.0.2.100/24\n  - address: 192.0.2.101/24\n";

    private static Settings settings(String yaml) {
        return ConfigReader.read("test", yaml.getBytes(StandardCharsets.UTF_8), Hosts.web1())
                .settings()
                .orElseThrow();
    }

    private static List<String> plan(String before, String after) {
        return ReloadPlan.between(settings(before), settings(after));
    }

    @Test
    void planWhenNothingChangedShouldKeepEachAlias() {
        assertThat(plan(NODES + ALIASES, NODES + ALIASES))
                .containsExactly("keep 192.0.2.100/24 on eth0", "keep 192.0.2.101/24 on eth0");
    }

    @Test
    void planWhenAliasesComeAndGoShouldNameThemInOrder() {
        String after = NODES + "aliases:\n  - address: 192.0.2.102/24\n  - address: 192.0.2.101/24\n";

        assertThat(plan(NODES + ALIASES, after))
                .containsExactly(
                        "add 192.0.2.102/24 on eth0", "keep 192.0.2.101/24 on eth0", "remove 192.0.2.100/24 on eth0");
    }

    @Test
    void planWhenOneAliasChangesShouldNameOldAndNewValues() {
        String after = NODES + ALIASES + "    grace: never\n    failback: immediately\n    on-stop: keep\n"
                + "    nodes: [web2, web1]\n    label: eth0:1\n    announce: {count: 1, spacing: 1s, refresh: 1h}\n";

        assertThat(plan(NODES + ALIASES, after))
                .containsExactly(
                        "keep 192.0.2.100/24 on eth0",
                        "change 192.0.2.101: label none -> eth0:1, "
                                + "order web1 192.0.2.11, web2 192.0.2.12 -> web2 192.0.2.12, web1 192.0.2.11, "
                                + "grace 3s -> never, failback never -> immediately, on-stop release -> keep, "
                                + "announce count 5 -> 1, announce spacing 200ms -> 1s, announce refresh 1m -> 1h");
    }

    @Test
    void planWhenPlacementChangesShouldSayHow() {
        String after = NODES + ALIASES.replace("101/24", "101/32").replace("100/24", "100/24\n    interface: eth9");

        assertThat(plan(NODES + ALIASES, after))
                .containsExactly("change 192.0.2.100: interface eth0 -> eth9", "change 192.0.2.101: prefix /24 -> /32");
    }

    @Test
    void planWhenGroupsChangeShouldNameThemForEachAlias() {
        String three = NODES + ALIASES + "  - address: 192.0.2.102/24\n";

        assertThat(plan(
                        three + "groups: {web: [192.0.2.100, 192.0.2.101]}\n",
                        three + "groups: {dns: [192.0.2.102, 192.0.2.101]}\n"))
                .containsExactly(
                        "change 192.0.2.100: group web -> none",
                        "change 192.0.2.101: group web -> dns",
                        "change 192.0.2.102: group none -> dns");
    }

    @Test
    void planWhenEveryAliasChangesAlikeShouldSayItOnce() {
        String after = NODES + ALIASES + "on-isolation: release\nconfirm: {probes: 3}\n";

        assertThat(plan(NODES + ALIASES, after))
                .containsExactly("change every alias: confirm probes 10 -> 3, on-isolation hold -> release");
    }

    @Test
    void planWhenTheWholeHostIsConcernedShouldSayThatFirst() {
        String before = NODES + "aliases: [{address: 192.0.2.100/24, nodes: [web1]}]\n";
        String after = "nodes: {web1: 192.0.2.11, web3: 192.0.2.13}\n"
                + "aliases: [{address: 192.0.2.100/24, nodes: [web1]}]\n"
                + "witnesses: [router, 192.0.2.1]\nweb: {host: \"::1\"}\ncommands: ip\n"
                + "log: {level: debug, format: json, to: syslog}\n";

        assertThat(plan(before, after))
                .containsExactly(
                        "change nodes: web1 192.0.2.11, web2 192.0.2.12 -> web1 192.0.2.11, web3 192.0.2.13",
                        "change witnesses: router -> router, 192.0.2.1",
                        "change commands: auto -> ip",
                        "change web: 127.0.0.1:8600 -> [::1]:8600",
                        "change log level: info -> debug",
                        "change log format: text -> json",
                        "change log to: auto -> syslog",
                        "keep 192.0.2.100/24 on eth0");
        assertThat(plan(before, before + "web: off\n"))
                .containsExactly("change web: 127.0.0.1:8600 -> off", "keep 192.0.2.100/24 on eth0");
    }
}
