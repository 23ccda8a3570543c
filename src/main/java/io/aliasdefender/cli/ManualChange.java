package io.aliasdefender.cli;

import io.aliasdefender.address.AddressChanger;
import io.aliasdefender.address.DuplicateCheck;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.os.Netlink;
import io.aliasdefender.web.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
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

    ManualChange(CommonOptions common, PrintWriter out, PrintWriter err) {
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
        return Files.exists(common.socket()) ? throughDaemon(kind, one) : byOurselves(kind, one);
    }

    private int throughDaemon(AddressAction.Kind kind, Optional<IpAddress> alias) throws Exception {
        String path = "/api/aliases/" + alias.map(IpAddress::toString).orElse("all") + "/"
                + kind.name().toLowerCase(Locale.ROOT);
        ApiClient.Answer answer;
        try {
            answer = new ApiClient(common.socket(), LIMIT).post(path);
        } catch (java.net.ConnectException nobody) {
            // The socket file of a daemon that was killed.
            return byOurselves(kind, alias);
        }
        if (answer.body().getJsonArray("sentences") == null) {
            throw new CommandFailed(answer.body().getString("detail", "the daemon answered " + answer.status()));
        }
        boolean done = answer.body().getBoolean("done");
        answer.body().getJsonArray("sentences").forEach(sentence -> (done ? out : err).println(sentence));
        return done ? Main.DONE : Main.FAILED;
    }

    private int byOurselves(AddressAction.Kind kind, Optional<IpAddress> alias) throws Exception {
        Settings settings = common.settings(err);
        List<AliasSpec> wanted = settings.aliases().stream()
                .filter(spec -> alias.map(spec.address()::equals).orElse(true))
                .toList();
        if (wanted.isEmpty()) {
            throw new CommandFailed(alias.map(Object::toString).orElse("nothing") + " is no alias of "
                    + common.configFile());
        }
        AddressChanger changer = AddressChanger.of(settings.addressTool());
        boolean done = true;
        for (AliasSpec spec : wanted) {
            done &= change(kind, spec, changer);
        }
        return done ? Main.DONE : Main.FAILED;
    }

    private boolean change(AddressAction.Kind kind, AliasSpec spec, AddressChanger changer)
            throws IOException, InterruptedException {
        KernelView kernel = Netlink.readOnce();
        boolean here = kernel.carries(spec.address());
        if (here == (kind == AddressAction.Kind.ADD)) {
            out.println(spec.placement() + (here ? " is here already" : " is not here"));
            return true;
        }
        if (kind == AddressAction.Kind.ADD) {
            Optional<MacAddress> other = DuplicateCheck.holder(spec.placement(), kernel);
            if (other.isPresent()) {
                err.println(spec.address() + " is answered by " + other.get() + "; take it off there first");
                return false;
            }
        }
        CommandResult result = changer.apply(List.of(new AddressAction(1, kind, spec.placement())), kernel)
                .get(0)
                .result();
        if (result instanceof CommandResult.Failed failed) {
            err.println(failed.why());
            return false;
        }
        if (result instanceof CommandResult.TimedOut late) {
            err.println("'" + late.command() + "' was ended after " + late.took().toMillis() + " ms");
            return false;
        }
        out.println(spec.placement() + (kind == AddressAction.Kind.ADD ? " added" : " removed"));
        if (kind == AddressAction.Kind.ADD) {
            DuplicateCheck.announce(spec.placement(), Netlink.readOnce()).ifPresent(err::println);
        }
        return true;
    }
}
