package io.aliasdefender.doctor;

import io.aliasdefender.os.AddressSocket;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.AddressTool;
import java.util.List;
import java.util.Optional;

/** Whether what changes addresses is there. */
final class CommandsCheck {
    private CommandsCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        AddressTool tool = facts.settings().map(Settings::addressTool).orElse(AddressTool.AUTO);
        return judge(
                tool,
                AddressSocket.problem(),
                facts.inspector().has("ip"),
                facts.inspector().has("ifconfig"));
    }

    static List<Diagnosis> judge(AddressTool tool, Optional<String> netlinkProblem, boolean ip, boolean ifconfig) {
        return List.of(
                switch (tool) {
                    case AUTO -> {
                        Optional<String> first = Optional.of("netlink")
                                .filter(netlink -> netlinkProblem.isEmpty())
                                .or(() -> Optional.of("ip").filter(name -> ip))
                                .or(() -> Optional.of("ifconfig").filter(name -> ifconfig));
                        yield first.map(name -> Diagnosis.ok("addresses are changed by " + name))
                                .orElse(Diagnosis.error(
                                        "neither ip nor ifconfig is installed", "apt install iproute2"));
                    }
                    case NETLINK ->
                        netlinkProblem
                                .map(why -> Diagnosis.error(
                                        "`commands: netlink` is configured, and " + why, "write `commands: auto`"))
                                .orElse(Diagnosis.ok("addresses are changed by netlink"));
                    case IP -> installed("ip", ip, "apt install iproute2");
                    case IFCONFIG -> installed("ifconfig", ifconfig, "apt install net-tools");
                });
    }

    private static Diagnosis installed(String name, boolean is, String remedy) {
        return is
                ? Diagnosis.ok("addresses are changed by " + name)
                : Diagnosis.error("`commands: " + name + "` is configured, and " + name + " is not installed", remedy);
    }
}
