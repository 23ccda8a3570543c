package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.platform.Command;
import java.util.List;

/** {@code ifconfig} of the BSDs and of macOS: a further address is an alias of its interface, without a name. */
final class BsdIfconfigCommands implements AddressCommands {
    private final String program;

    BsdIfconfigCommands(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "ifconfig (BSD)";
    }

    @Override
    public Command command(AddressAction action, Kernel kernel) {
        Cidr cidr = action.placement().address();
        String name = action.placement().interfaceName();
        String address = cidr.address().toString();
        boolean add = action.kind() == AddressAction.Kind.ADD;
        if (cidr.address().v6()) {
            String length = Integer.toString(cidr.prefixLength());
            return Command.of(
                    add
                            ? List.of(program, name, "inet6", address, "prefixlen", length, "alias")
                            : List.of(program, name, "inet6", address, "-alias"));
        }
        return Command.of(
                add
                        ? List.of(
                                program,
                                name,
                                "alias",
                                address,
                                "netmask",
                                cidr.netmask().toString())
                        : List.of(program, name, "-alias", address));
    }

    @Override
    public Command harmless() {
        return Command.of(List.of(program, "-a"));
    }

    @Override
    public boolean wasDoneAlready(AddressAction.Kind kind, String output) {
        return switch (kind) {
            // "File exists" may also be about the route of its network, which says nothing about the address.
            case ADD -> false;
            case EXTEND -> false;
            case REMOVE -> output.contains("Can't assign requested address");
        };
    }
}
