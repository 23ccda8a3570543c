package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** iproute2's {@code ip}. */
final class IpCommands implements AddressCommands {
    private static final Pattern FAILED_LINE = Pattern.compile("Command failed -:(\\d{1,9})");

    private final String program;

    IpCommands(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "ip";
    }

    @Override
    public Command command(AddressAction action, Kernel kernel) {
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(arguments(action));
        return Command.of(argv);
    }

    @Override
    public Command harmless() {
        return Command.of(List.of(program, "-Version"));
    }

    @Override
    public Optional<Command> batch(List<AddressAction> actions) {
        StringBuilder lines = new StringBuilder();
        actions.forEach(
                action -> lines.append(String.join(" ", arguments(action))).append('\n'));
        return Optional.of(new Command(List.of(program, "-force", "-batch", "-"), Optional.of(lines.toString())));
    }

    private static List<String> arguments(AddressAction action) {
        Placement placement = action.placement();
        Cidr address = placement.address();
        boolean add = action.kind() == AddressAction.Kind.ADD;
        List<String> arguments = new ArrayList<>(List.of("address", add ? "add" : "del", address.toString()));
        if (add && address.address().v6()) {
            // We asked the link ourselves; and the alias is never to be the source of the host's own connections.
            arguments.addAll(List.of("nodad", "preferred_lft", "0"));
        }
        if (add && address.hasBroadcast()) {
            arguments.addAll(List.of("broadcast", address.broadcast().toString()));
        }
        arguments.addAll(List.of("dev", placement.interfaceName()));
        if (add) {
            placement.label().ifPresent(label -> arguments.addAll(List.of("label", label)));
        }
        return arguments;
    }

    @Override
    public boolean wasDoneAlready(AddressAction.Kind kind, String output) {
        return switch (kind) {
            case ADD -> output.contains("File exists") || output.contains("already assigned");
            case EXTEND -> false;
            case REMOVE ->
                output.contains("Cannot assign requested address")
                        || output.contains("not found")
                        || output.contains("Cannot find device");
        };
    }

    /** It complains about a line first and names the line's number after that. */
    @Override
    public Map<Integer, String> failures(String output) {
        Map<Integer, String> failures = new LinkedHashMap<>();
        Matcher matcher = FAILED_LINE.matcher(output);
        int from = 0;
        while (matcher.find()) {
            failures.put(
                    Integer.parseInt(matcher.group(1)),
                    output.substring(from, matcher.start()).strip());
            from = matcher.end();
        }
        return failures;
    }
}
