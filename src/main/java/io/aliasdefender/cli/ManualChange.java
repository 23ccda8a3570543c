package io.aliasdefender.cli;

import io.aliasdefender.address.AddressChanger;
import io.aliasdefender.announce.DuplicateCheck;
import io.aliasdefender.announce.PingCheck;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.kernel.KernelReader;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.platform.Platform;
import io.aliasdefender.web.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Adds or removes aliases by hand: through the daemon, or, where none runs, by the platform's command. */
final class ManualChange {
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private final CommonOptions common;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;

    /** @param terminal whether somebody waits before one */
    ManualChange(CommonOptions common, PrintWriter out, PrintWriter err, boolean terminal) {
        this.terminal = terminal;
        this.common = common;
        this.out = out;
        this.err = err;
    }

    int run(AddressAction.Kind kind, String alias) throws Exception {
        Optional<IpAddress> one = Optional.empty();
        if (alias != null) {
            one = IpAddress.parse(alias);
            if (one.isEmpty()) {
                throw new CommandFailed(alias + " is not an IP address");
            }
        }
        // Unless it is known that there is no socket: a folder that we may not enter is no sign of that.
        return Files.notExists(common.socket()) ? byOurselves(kind, one) : throughDaemon(kind, one);
    }

    private int throughDaemon(AddressAction.Kind kind, Optional<IpAddress> alias) throws Exception {
        String path = "/api/aliases/" + alias.map(IpAddress::toString).orElse("all") + "/"
                + kind.name().toLowerCase(Locale.ROOT);
        ApiClient.Answer answer;
        try {
            answer = new ApiClient(common.socket(), LIMIT).post(path);
        } catch (ConnectException nobody) {
            // The socket file of a daemon that was killed.
            return byOurselves(kind, alias);
        } catch (IOException failure) {
            throw new CommandFailed("no daemon answers on " + common.socket() + ": " + failure.getMessage());
        }
        if (answer.body().getJsonArray("sentences") == null) {
            throw new CommandFailed(answer.body().getString("detail", "the daemon answered " + answer.status()));
        }
        boolean done = answer.body().getBoolean("done");
        answer.body()
                .getJsonArray("sentences")
                .forEach(sentence -> (done ? out : err).println(PlainText.line(String.valueOf(sentence))));
        return done ? Main.DONE : Main.FAILED;
    }

    private int byOurselves(AddressAction.Kind kind, Optional<IpAddress> alias) throws Exception {
        Settings settings = common.settings(err, terminal);
        List<AliasSpec> wanted = settings.aliases().stream()
                .filter(spec -> alias.map(spec.address()::equals).orElse(true))
                .toList();
        if (wanted.isEmpty()) {
            throw new CommandFailed(
                    alias.map(Object::toString).orElse("nothing") + " is no alias of " + common.configFile());
        }
        if (kind == AddressAction.Kind.ADD && settings.lease().isPresent()) {
            throw new CommandFailed(
                    "no daemon answers on " + common.socket()
                            + ", and only a daemon can get the lease that an alias needs here; start it: systemctl start alias-defender");
        }
        AddressChanger changer = AddressChanger.of(settings.addressTool(), wanted);
        boolean done = true;
        for (AliasSpec spec : wanted) {
            done &= change(kind, spec, changer);
        }
        return done ? Main.DONE : Main.FAILED;
    }

    private boolean change(AddressAction.Kind kind, AliasSpec spec, AddressChanger changer)
            throws IOException, InterruptedException {
        return switch (kind) {
            case ADD -> add(spec.placement(), changer);
            case REMOVE -> remove(spec.placement(), changer);
            case EXTEND -> throw new IllegalArgumentException("nobody orders that");
        };
    }

    private boolean add(Placement placement, AddressChanger changer) throws IOException, InterruptedException {
        KernelView kernel = KernelReader.read();
        IpAddress address = placement.address().address();
        List<Placement> here = here(address, kernel);
        if (!here.isEmpty()) {
            boolean right = here.stream().anyMatch(placement::sameAddress);
            (right ? out : err)
                    .println(
                            right
                                    ? placement + " is here already"
                                    : "this host has " + here.get(0) + ", not " + placement + "; remove it first");
            return right;
        }
        Optional<String> other = holder(placement, kernel);
        if (other.isPresent()) {
            err.println(address + " is answered by " + other.get() + "; take it off there first");
            return false;
        }
        if (!applied(AddressAction.Kind.ADD, placement, changer)) {
            return false;
        }
        out.println(placement + " added");
        DuplicateCheck.announce(placement, KernelReader.read()).ifPresent(err::println);
        return true;
    }

    private static Optional<String> holder(Placement placement, KernelView kernel)
            throws IOException, InterruptedException {
        if (Platform.current().nativeAccess()) {
            return DuplicateCheck.holder(placement, kernel).map(MacAddress::toString);
        }
        return PingCheck.answers(placement.address().address()) ? Optional.of("another host") : Optional.empty();
    }

    /** With whatever prefix, and from whatever interface: an address of ours that is left answers for the alias. */
    private boolean remove(Placement placement, AddressChanger changer) throws IOException, InterruptedException {
        List<Placement> here = here(placement.address().address(), KernelReader.read());
        if (here.isEmpty()) {
            out.println(placement + " is not here");
        }
        boolean done = true;
        for (Placement found : here) {
            boolean removed = applied(AddressAction.Kind.REMOVE, found, changer);
            if (removed) {
                out.println(found + " removed");
            }
            done &= removed;
        }
        return done;
    }

    private static List<Placement> here(IpAddress address, KernelView kernel) {
        return kernel.carried(address).stream()
                .flatMap(carried -> kernel
                        .link(carried.linkIndex())
                        .filter(link -> !link.loopback())
                        .map(link -> new Placement(carried.address(), link.name(), carried.label()))
                        .stream())
                .toList();
    }

    private boolean applied(AddressAction.Kind kind, Placement placement, AddressChanger changer)
            throws InterruptedException {
        CommandResult result = changer.apply(List.of(new AddressAction(1, kind, placement)))
                .get(0)
                .result();
        if (result instanceof CommandResult.Failed failed) {
            err.println(PlainText.line(failed.why()));
        } else if (result instanceof CommandResult.TimedOut late) {
            err.println(
                    "'" + late.command() + "' was ended after " + late.took().toMillis() + " ms");
        }
        return result instanceof CommandResult.Done;
    }
}
