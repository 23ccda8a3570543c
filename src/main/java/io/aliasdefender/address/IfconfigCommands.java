package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** net-tools' {@code ifconfig} on Linux: an IPv4 alias is an interface of its own by name, {@code eth0:1}. */
final class IfconfigCommands implements AddressCommands {
    private static final int MOST_LABELS = 1_000;

    private final String program;

    IfconfigCommands(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "ifconfig";
    }

    @Override
    public Command command(AddressAction action, Kernel kernel) throws UnsuitableException, IOException {
        Placement placement = action.placement();
        Cidr address = placement.address();
        boolean add = action.kind() == AddressAction.Kind.ADD;
        if (address.address().v6()) {
            return Command.of(
                    List.of(program, placement.interfaceName(), "inet6", add ? "add" : "del", address.toString()));
        }
        return add ? add(placement, kernel.read()) : remove(placement, kernel.read());
    }

    private Command add(Placement placement, KernelView kernel) throws UnsuitableException {
        List<String> argv = new ArrayList<>(List.of(program, freeLabel(placement, kernel)));
        argv.addAll(addressAndUp(placement.address()));
        return Command.of(argv);
    }

    /** What every {@code ifconfig} wants to know of an IPv4 address. */
    static List<String> addressAndUp(Cidr address) {
        List<String> words = new ArrayList<>(List.of(
                address.address().toString(), "netmask", address.netmask().toString()));
        if (address.hasBroadcast()) {
            words.addAll(List.of("broadcast", address.broadcast().toString()));
        }
        words.add("up");
        return words;
    }

    /** {@code ifconfig eth0:1 ADDRESS} would silently replace what that label carries already. */
    private static String freeLabel(Placement placement, KernelView kernel) throws UnsuitableException {
        if (placement.label().isPresent()) {
            String label = placement.label().get();
            Optional<IpAddress> other = user(label, kernel)
                    .filter(user -> !user.equals(placement.address().address()));
            if (other.isPresent()) {
                throw new UnsuitableException(
                        "the label " + label + " is used by " + other.get() + "; give the alias another `label:`");
            }
            return label;
        }
        for (int number = 1; number <= MOST_LABELS; number++) {
            String label = placement.interfaceName() + ":" + number;
            if (user(label, kernel).isEmpty()) {
                return label;
            }
        }
        throw new UnsuitableException("no label is free on " + placement.interfaceName() + "; use `commands: ip`");
    }

    private static Optional<IpAddress> user(String label, KernelView kernel) {
        return users(label, kernel).stream().findFirst();
    }

    private static List<IpAddress> users(String label, KernelView kernel) {
        return kernel.addresses().stream()
                .filter(carried -> carried.label().filter(label::equals).isPresent())
                .map(carried -> carried.address().address())
                .toList();
    }

    private Command remove(Placement placement, KernelView kernel) throws UnsuitableException {
        Optional<Carried> carried = kernel.carried(placement.interfaceName(), placement.address());
        Optional<String> label = carried.isPresent() ? carried.get().label() : placement.label();
        if (label.isEmpty() || !label.get().contains(":")) {
            // Taking down the plain interface would take the host's own address with it.
            throw new UnsuitableException(placement.address() + " has no label of its own on "
                    + placement.interfaceName() + ", so ifconfig cannot remove it; use `commands: ip`");
        }
        // It takes down whatever comes first under that label.
        List<IpAddress> users = users(label.get(), kernel);
        if (users.stream().anyMatch(user -> !user.equals(placement.address().address()))) {
            throw new UnsuitableException("the label " + label.get() + " is shared by " + users
                    + ", so ifconfig cannot remove one of them; use `commands: ip`");
        }
        return Command.of(List.of(program, label.get(), "down"));
    }

    @Override
    public Command harmless() {
        return Command.of(List.of(program, "--version"));
    }

    @Override
    public boolean wasDoneAlready(AddressAction.Kind kind, String output) {
        return switch (kind) {
            case ADD -> output.contains("File exists");
            case EXTEND -> false;
            case REMOVE -> output.contains("Cannot assign requested address") || output.contains("No such device");
        };
    }
}
