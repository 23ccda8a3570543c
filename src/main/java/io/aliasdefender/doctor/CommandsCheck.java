package io.aliasdefender.doctor;

import io.aliasdefender.core.spec.Settings.AddressTool;
import java.util.List;

/** Whether the command that changes addresses is installed. */
final class CommandsCheck {
    private CommandsCheck() {}

    static List<Diagnosis> look(Facts facts) {
        AddressTool tool =
                facts.settings().map(settings -> settings.addressTool()).orElse(AddressTool.AUTO);
        boolean ip = facts.machine().has("ip");
        boolean ifconfig = facts.machine().has("ifconfig");
        return List.of(
                switch (tool) {
                    case AUTO ->
                        ip || ifconfig
                                ? Diagnosis.ok("addresses are changed by " + (ip ? "ip" : "ifconfig"))
                                : Diagnosis.error("neither ip nor ifconfig is installed", "apt install iproute2");
                    case IP ->
                        ip
                                ? Diagnosis.ok("ip is installed")
                                : Diagnosis.error(
                                        "`commands: ip` is configured and ip is not installed", "apt install iproute2");
                    case IFCONFIG ->
                        ifconfig
                                ? Diagnosis.ok("ifconfig is installed")
                                : Diagnosis.error(
                                        "`commands: ifconfig` is configured and ifconfig is not installed",
                                        "apt install net-tools");
                });
    }
}
