package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.kernel.KernelReader;
import io.aliasdefender.kernel.Replacements;
import io.aliasdefender.os.AddressSocket;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.platform.CommandRunner;
import io.aliasdefender.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Changes what this host's interfaces carry. Blocks: for worker threads and the command line. */
public interface AddressChanger extends AutoCloseable {
    /** A command of this kind takes a few milliseconds; one that takes this long hangs. */
    Duration LIMIT = Duration.ofSeconds(2);

    /**
     * The changer for this host.
     *
     * @throws IOException when the wanted one cannot be had here, with the remedy
     */
    static AddressChanger of(AddressTool tool) throws IOException {
        return of(tool, new Replacements());
    }

    /**
     * The same for one beside whom the kernel is read.
     *
     * @param replacements told of what is seen halfway
     */
    static AddressChanger of(AddressTool tool, Replacements replacements) throws IOException {
        Platform platform = Platform.current();
        if (!platform.nativeAccess()) {
            return onOtherSystems(platform, tool);
        }
        Optional<AddressChanger> netlink = (AddressSocket.problem().isEmpty()
                        ? Optional.of(new NetlinkChanger())
                        : Optional.<AddressChanger>empty())
                .map(changer -> new OrderingChanger(changer, replacements));
        Optional<AddressChanger> ip = CommandRunner.find("ip")
                .map(IpCommands::new)
                .map(AddressChanger::by)
                .map(changer -> new OrderingChanger(changer, replacements));
        Optional<AddressChanger> ifconfig =
                CommandRunner.find("ifconfig").map(IfconfigCommands::new).map(AddressChanger::by);
        Optional<AddressChanger> wanted = switch (tool) {
            case AUTO -> netlink.or(() -> ip).or(() -> ifconfig);
            case NETLINK -> netlink;
            case IP -> ip;
            case IFCONFIG -> ifconfig;
        };
        return wanted.map(AddressChanger::asLinuxNeedsIt)
                .orElseThrow(() -> new IOException(
                        switch (tool) {
                            case AUTO -> "neither ip nor ifconfig is installed; install iproute2";
                            case NETLINK -> AddressSocket.problem().orElseThrow() + "; or say `commands: auto`";
                            case IP -> "ip is not installed; install iproute2, or say `commands: auto`";
                            case IFCONFIG -> "ifconfig is not installed; install net-tools, or say `commands: auto`";
                        }));
    }

    /** The same for whoever changes these aliases without a daemon: what moves along with them goes along. */
    static AddressChanger of(AddressTool tool, Collection<AliasSpec> aliases) throws IOException {
        AddressChanger changer = of(tool);
        if (!Platform.current().nativeAccess()) {
            return changer;
        }
        AttachedRoutes routes = AttachedRoutes.ofLinux();
        routes.settings(aliases);
        return new AttachingChanger(changer, routes);
    }

    /** What is in the way goes first, and what would go along stays. */
    private static AddressChanger asLinuxNeedsIt(AddressChanger changer) {
        AddressChanger displacing = new DisplacingChanger(changer, KernelReader::readAddresses);
        return new SparingChanger(displacing, KernelReader::readAddresses, new SparingChanger.LinuxPromotion());
    }

    /** Elsewhere {@code ifconfig} is all there is, and each system has its own. */
    private static AddressChanger onOtherSystems(Platform platform, AddressTool tool) throws IOException {
        if (tool == AddressTool.IP || tool == AddressTool.NETLINK) {
            throw new IOException("`commands: " + tool.name().toLowerCase(Locale.ROOT)
                    + "` works on Linux only, and this is " + platform + "; write `commands: auto`");
        }
        String program = CommandRunner.find("ifconfig")
                .orElseThrow(
                        () -> new IOException("ifconfig is not installed, which changes addresses on " + platform));
        return by(
                switch (platform) {
                    case LINUX -> new IfconfigCommands(program);
                    case SOLARIS -> new SolarisIfconfigCommands(program);
                    case FREEBSD, OPENBSD, MACOS -> new BsdIfconfigCommands(program);
                });
    }

    private static AddressChanger by(AddressCommands commands) {
        return new CommandChanger(commands, new CommandRunner(LIMIT), KernelReader::readAddresses);
    }

    /** A name for people: {@code netlink}, {@code ip} or {@code ifconfig}. */
    String name();

    /**
     * Goes through a change without effect, so that the first real one does not have to wait for the JVM to load what
     * it takes (30 ms and more for starting a process).
     *
     * @return whether it could be done
     */
    boolean rehearse() throws Exception;

    /** Carries all actions out, together where that can be; results in the order of the actions. */
    List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException;

    /** Ends what is under way: nothing of it may come true after its daemon is gone. */
    @Override
    void close();
}
