package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.SecondaryPromotion;
import io.aliasdefender.os.Sysctl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes addresses without what Linux would remove along with them: where an interface does not promote secondaries,
 * the first IPv4 address of a subnet takes all others of that subnet with it, the host's own among them, and with the last
 * one every route of the interface. So the interface promotes secondaries during the change. Where the kernel refuses
 * that, the addresses are put back in the same batch, with their prefix, broadcast, label, and what is left of a lifetime
 * that somebody gave them.
 */
final class SparingChanger extends ChangerAround {
    private static final Logger LOG = LoggerFactory.getLogger(SparingChanger.class);
    private final AddressCommands.Kernel kernel;
    private final Promotion promotion;

    SparingChanger(AddressChanger changer, AddressCommands.Kernel kernel, Promotion promotion) {
        super(changer);
        this.kernel = kernel;
        this.promotion = promotion;
    }

    /** Whether interfaces keep the other addresses of a subnet when the first one is removed. */
    interface Promotion {
        boolean isOn(String interfaceName);

        /** @return whether that could be done */
        boolean set(String interfaceName, boolean on);
    }

    /** Linux's own. */
    static final class LinuxPromotion implements Promotion {
        @Override
        public boolean isOn(String interfaceName) {
            return Sysctl.promotesSecondaries(interfaceName);
        }

        @Override
        public boolean set(String interfaceName, boolean on) {
            return SecondaryPromotion.set(interfaceName, on);
        }
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException {
        Set<String> refusing = new HashSet<>();
        Set<String> promoting = new HashSet<>();
        for (String name : withoutPromotion(actions)) {
            (promotion.set(name, true) ? promoting : refusing).add(name);
        }
        try {
            return refusing.isEmpty() ? changer.apply(actions) : applyAndPutBack(actions, refusing);
        } finally {
            promoting.forEach(name -> promotion.set(name, false));
        }
    }

    private Set<String> withoutPromotion(List<AddressAction> actions) {
        Set<String> interfaces = new HashSet<>();
        actions.stream()
                .filter(action -> action.kind() == Kind.REMOVE)
                .map(AddressAction::placement)
                .filter(placement -> !placement.address().address().v6())
                .forEach(placement -> interfaces.add(placement.interfaceName()));
        interfaces.removeIf(promotion::isOn);
        return interfaces;
    }

    private List<AddressApplied> applyAndPutBack(List<AddressAction> actions, Set<String> interfaces)
            throws InterruptedException {
        List<AddressAction> back = putBack(actions, interfaces);
        if (back.isEmpty()) {
            return changer.apply(actions);
        }
        List<AddressAction> all = new ArrayList<>(actions);
        all.addAll(back);
        List<AddressApplied> applied = changer.apply(all);
        for (AddressApplied one : applied.subList(actions.size(), applied.size())) {
            if (!(one.result() instanceof CommandResult.Done)) {
                LOG.error(
                        "{} went together with the first address of its subnet, and could not be put back: {}",
                        one.action().placement(),
                        one.result());
            }
        }
        return applied.subList(0, actions.size());
    }

    /** What goes along with what is removed, and is not to be removed itself. */
    private List<AddressAction> putBack(List<AddressAction> actions, Set<String> interfaces) {
        List<Placement> removed = actions.stream()
                .filter(action -> action.kind() == Kind.REMOVE)
                .map(AddressAction::placement)
                .toList();
        try {
            Duration now = PutBack.now();
            return putBack(removed, interfaces, kernel.read(), now);
        } catch (IOException unreadable) {
            LOG.warn("cannot see what is removed along with {}: {}", removed, unreadable.getMessage());
            return List.of();
        }
    }

    private static List<AddressAction> putBack(
            List<Placement> removed, Set<String> interfaces, KernelView kernel, Duration now) {
        Set<AddressAction> back = new LinkedHashSet<>();
        for (String name : interfaces) {
            Optional<Link> link = kernel.link(name);
            Set<Cidr> going = new HashSet<>();
            removed.stream()
                    .filter(placement -> placement.interfaceName().equals(name))
                    .forEach(placement -> going.add(placement.address()));
            Set<Cidr> subnets = new HashSet<>();
            List<Carried> here = link.map(own -> kernel.addresses().stream()
                            .filter(carried -> carried.linkIndex() == own.index())
                            .filter(carried -> !carried.address().address().v6())
                            .toList())
                    .orElse(List.of());
            here.stream()
                    .filter(carried -> !carried.secondary() && going.contains(carried.address()))
                    .forEach(carried -> subnets.add(subnet(carried)));
            here.stream()
                    .filter(carried -> carried.secondary() && !going.contains(carried.address()))
                    .filter(carried -> subnets.contains(subnet(carried)))
                    .flatMap(carried -> PutBack.of(
                            // By its name in full: ifconfig would look for a free label.
                            new Placement(
                                    carried.address(), name, carried.label().or(() -> Optional.of(name))),
                            carried,
                            now)
                            .stream())
                    .forEach(back::add);
        }
        return List.copyOf(back);
    }

    private static Cidr subnet(Carried carried) {
        return new Cidr(carried.address().network(), carried.address().prefixLength());
    }
}
