package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.kernel.Replacements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a batch into the order in which Linux loses no packet.
 *
 * <p>An address that is removed and added differently is answered for all the time. With another IPv4 prefix the kernel
 * takes both beside each other, and the new one comes first. With the same prefix (another label, another place in the
 * kernel's list) the old one must go first: meanwhile a placeholder, the same address with a longer prefix, keeps the
 * kernel answering. IPv6 has an address once on an interface, whatever its prefix: its placeholder is on the loopback
 * interface, since Linux takes packets to any address of the host on every interface. It is there a moment before and
 * after: the kernel begins to answer for an IPv6 address only some time after the call that adds it.
 *
 * <p>Of several addresses that are removed the last one goes first: the first one of a subnet is its primary address, and
 * at each change of the primary address Linux makes the routes of all others anew.
 */
final class OrderingChanger extends ChangerAround {
    private static final String LOOPBACK = "lo";
    /** A work queue of the kernel is in between, which runs within a millisecond where the machine is not very busy. */
    private static final long V6_SETTLING_MILLIS = 20;
    /** Nobody waits for the results of these. */
    private static final long ID = 0;

    /** @param index of the action that it stands for in what was asked; negative: for none */
    private record Ordered(AddressAction action, int index) {}

    private final Replacements replacements;

    /** @param replacements told of what is seen halfway */
    OrderingChanger(AddressChanger changer, Replacements replacements) {
        super(changer);
        this.replacements = replacements;
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException {
        Map<Integer, Integer> replacing = replacing(actions);
        List<Ordered> ordered = replacing.isEmpty() ? lastFirst(actions) : withoutGap(actions, replacing);
        List<AddressAction> all = ordered.stream().map(Ordered::action).toList();
        if (replacing.isEmpty()) {
            return inTheOrderOf(actions, ordered, changer.apply(all));
        }
        replacements.begin();
        List<AddressAction> apart = placeholdersApart(actions, replacing);
        try {
            place(apart);
            settle(apart);
            List<AddressApplied> applied = inTheOrderOf(actions, ordered, changer.apply(all));
            settle(apart);
            return applied;
        } finally {
            place(apart.stream().map(OrderingChanger::removal).toList());
            replacements.end();
        }
    }

    /** Of IPv6: they are not there, nor is what takes their place, before the kernel has had its time. */
    private static List<AddressAction> placeholdersApart(List<AddressAction> actions, Map<Integer, Integer> replacing) {
        List<AddressAction> placeholders = new ArrayList<>();
        replacing.forEach((remove, add) -> {
            if (actions.get(remove).placement().address().address().v6()) {
                placeholders.add(placeholder(actions.get(remove), actions.get(add)));
            }
        });
        return placeholders;
    }

    private void place(List<AddressAction> placeholders) throws InterruptedException {
        if (!placeholders.isEmpty()) {
            changer.apply(placeholders);
        }
    }

    private static void settle(List<AddressAction> placeholders) throws InterruptedException {
        if (!placeholders.isEmpty()) {
            Thread.sleep(V6_SETTLING_MILLIS);
        }
    }

    private static List<AddressApplied> inTheOrderOf(
            List<AddressAction> actions, List<Ordered> ordered, List<AddressApplied> applied) {
        AddressApplied[] results = new AddressApplied[actions.size()];
        for (int i = 0; i < applied.size(); i++) {
            if (ordered.get(i).index() >= 0) {
                results[ordered.get(i).index()] = applied.get(i);
            }
        }
        return List.of(results);
    }

    /** Removals by the additions that replace what they remove on the same interface, by their places in the batch. */
    private static Map<Integer, Integer> replacing(List<AddressAction> actions) {
        Map<Integer, Integer> replacing = new HashMap<>();
        Map<String, Integer> removed = new HashMap<>();
        for (int i = 0; i < actions.size(); i++) {
            AddressAction action = actions.get(i);
            Placement placement = action.placement();
            String what = placement.address().address() + " " + placement.interfaceName();
            if (action.kind() == Kind.REMOVE) {
                removed.put(what, i);
            } else if (action.kind() == Kind.ADD && removed.containsKey(what)) {
                replacing.put(removed.remove(what), i);
            }
        }
        return replacing;
    }

    private static List<Ordered> lastFirst(List<AddressAction> actions) {
        List<Ordered> ordered = new ArrayList<>();
        int end = 0;
        for (int i = 0; i < actions.size(); i++) {
            boolean remove = actions.get(i).kind() == Kind.REMOVE;
            // Behind what is added, and before the removals that come right before it.
            end = remove ? end : ordered.size() + 1;
            ordered.add(remove ? end : ordered.size(), new Ordered(actions.get(i), i));
        }
        return ordered;
    }

    private static List<Ordered> withoutGap(List<AddressAction> actions, Map<Integer, Integer> replacing) {
        List<Ordered> ordered = new ArrayList<>();
        List<Ordered> last = new ArrayList<>();
        Set<Integer> done = new HashSet<>();
        replacing.forEach((remove, add) -> {
            Placement old = actions.get(remove).placement();
            if (beside(old, actions.get(add).placement())) {
                ordered.add(new Ordered(actions.get(add), add));
                done.add(add);
            } else if (!old.address().address().v6()) {
                AddressAction placeholder = placeholder(actions.get(remove), actions.get(add));
                ordered.add(new Ordered(placeholder, -1));
                last.add(new Ordered(removal(placeholder), -1));
            }
        });
        for (int i = 0; i < actions.size(); i++) {
            if (!done.contains(i)) {
                ordered.add(new Ordered(actions.get(i), i));
            }
        }
        ordered.addAll(last);
        return ordered;
    }

    /** Whether the kernel takes both at the same time. */
    private static boolean beside(Placement old, Placement now) {
        return !old.address().address().v6() && !old.address().equals(now.address());
    }

    /** It ends by itself when what it stands for would: this process may be killed before it removes it. */
    private static AddressAction placeholder(AddressAction removed, AddressAction added) {
        return new AddressAction(ID, Kind.ADD, placeholder(removed.placement()), added.lifetime());
    }

    private static AddressAction removal(AddressAction placeholder) {
        return new AddressAction(ID, Kind.REMOVE, placeholder.placement());
    }

    private static Placement placeholder(Placement of) {
        Cidr address = of.address();
        int bits = address.address().bits();
        if (address.address().v6()) {
            return new Placement(new Cidr(address.address(), bits), LOOPBACK, Optional.empty());
        }
        int length = address.prefixLength() == bits ? bits - 1 : bits;
        return new Placement(new Cidr(address.address(), length), of.interfaceName(), Optional.empty());
    }
}
