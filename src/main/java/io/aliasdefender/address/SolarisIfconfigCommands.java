package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Solaris's {@code ifconfig} (8 and later): every further address is a logical interface, {@code hme0:1}, which is plumbed,
 * given its address, and brought up; its number is one that is free. IPv6 numbers are found by the command itself.
 */
final class SolarisIfconfigCommands implements AddressCommands {
    /** The system's limit for an interface (ip_addrs_per_if) is 256 unless it was raised. */
    private static final int MOST_NUMBERS = 8_192;

    private final String program;

    SolarisIfconfigCommands(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "ifconfig (Solaris)";
    }

    @Override
    public Command command(AddressAction action, Kernel kernel) throws UnsuitableException, IOException {
        Placement placement = action.placement();
        Cidr address = placement.address();
        KernelView now = kernel.read();
        Optional<Carried> here = now.carried(placement.interfaceName(), address);
        boolean add = action.kind() == AddressAction.Kind.ADD;
        if (add && here.filter(carried -> !carried.tentative()).isPresent()) {
            // A second time it would become another logical interface.
            return harmless();
        }
        if (address.address().v6()) {
            return Command.of(
                    add
                            ? List.of(program, placement.interfaceName(), "inet6", "addif", address.toString(), "up")
                            : List.of(
                                    program,
                                    placement.interfaceName(),
                                    "inet6",
                                    "removeif",
                                    address.address().toString()));
        }
        return add ? add(placement, here, now) : remove(placement, here);
    }

    private Command add(Placement placement, Optional<Carried> here, KernelView kernel) throws UnsuitableException {
        Optional<String> down = here.flatMap(Carried::label);
        if (down.isPresent()) {
            // Somebody took it down and left it plumbed.
            return Command.of(List.of(program, down.get(), "up"));
        }
        List<String> argv = new ArrayList<>(List.of(program, freeNumber(placement, kernel), "plumb"));
        argv.addAll(IfconfigCommands.addressAndUp(placement.address()));
        return Command.of(argv);
    }

    private static String freeNumber(Placement placement, KernelView kernel) throws UnsuitableException {
        if (placement.label().isPresent()) {
            String label = placement.label().get();
            if (isUsed(label, kernel)) {
                throw new UnsuitableException("the logical interface " + label
                        + " is used by another address; give the alias another `label:`");
            }
            return label;
        }
        for (int number = 1; number <= MOST_NUMBERS; number++) {
            String label = placement.interfaceName() + ":" + number;
            if (!isUsed(label, kernel)) {
                return label;
            }
        }
        throw new UnsuitableException("no logical interface is free on " + placement.interfaceName());
    }

    /** IPv4 and IPv6 count apart. */
    private static boolean isUsed(String label, KernelView kernel) {
        return kernel.addresses().stream()
                .anyMatch(carried -> !carried.address().address().v6()
                        && carried.label().filter(label::equals).isPresent());
    }

    private Command remove(Placement placement, Optional<Carried> here) throws UnsuitableException {
        Optional<String> label = here.isPresent() ? here.get().label() : placement.label();
        if (label.isEmpty()) {
            // Unplumbing the interface itself would take the host's own address with it.
            throw new UnsuitableException(placement.address() + " is no logical interface of "
                    + placement.interfaceName() + ", so ifconfig cannot remove it");
        }
        return Command.of(List.of(program, label.get(), "down", "unplumb"));
    }

    @Override
    public Command harmless() {
        return Command.of(List.of(program, "-a"));
    }

    @Override
    public boolean wasDoneAlready(AddressAction.Kind kind, String output) {
        return switch (kind) {
            case ADD -> false;
            case EXTEND -> false;
            case REMOVE -> output.contains("no such interface") || output.contains("No such device or address");
        };
    }
}
