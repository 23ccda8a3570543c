package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.Command;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one platform's command changes what an interface carries. It only says what to run. */
interface AddressCommands {
    /** A name for people: {@code ip} or {@code ifconfig}. */
    String name();

    /**
     * The command for one action.
     *
     * @param kernel asked only by a tool that must know what the host has: labels in use, the label of what is to be
     *     removed
     * @throws UnsuitableException when this tool cannot do it, with a sentence that says why
     * @throws IOException when the kernel cannot be asked
     */
    Command command(AddressAction action, Kernel kernel) throws UnsuitableException, IOException;

    /** A command that changes nothing. */
    Command harmless();

    /** One command for many actions; empty when the tool knows no such thing. */
    default Optional<Command> batch(List<AddressAction> actions) {
        return Optional.empty();
    }

    /** Whether a failure only says that the kernel already had what was wanted. */
    boolean wasDoneAlready(AddressAction.Kind kind, String output);

    /** What a batch printed about each of its lines that failed, by the line's number, from 1. */
    default Map<Integer, String> failures(String output) {
        return Map.of();
    }

    /** Reads what the kernel of this host has at this very moment: the command before may have just changed it. */
    @FunctionalInterface
    interface Kernel {
        KernelView read() throws IOException;

        /**
         * Why an address is not there as wanted, although the kernel says that it has it: it looks at the address alone,
         * and says so of an IPv6 address with another prefix too. Empty: it is there.
         */
        default Optional<String> whyNotThere(Placement placement) {
            try {
                KernelView now = read();
                if (now.carried(placement.interfaceName(), placement.address()).isPresent()) {
                    return Optional.empty();
                }
                return Optional.of("the kernel has "
                        + now.carried(placement.address().address()).stream()
                                .map(carried -> carried.address().toString())
                                .findFirst()
                                .orElse("no " + placement.address())
                        + " instead of " + placement);
            } catch (IOException unreadable) {
                return Optional.of(unreadable.getMessage());
            }
        }
    }

    /** This tool cannot do what is wanted. */
    final class UnsuitableException extends Exception {
        UnsuitableException(String sentence) {
            super(sentence);
        }
    }
}
