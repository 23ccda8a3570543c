package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.KernelView;
import java.util.List;
import java.util.Optional;

/** How one platform's command changes what an interface carries. Pure: it only says what to run. */
interface AddressCommands {
    /** A name for people: {@code ip} or {@code ifconfig}. */
    String name();

    /**
     * The command for one action.
     *
     * @param kernel what the host has now: labels in use, the label of what is to be removed
     * @throws UnsuitableException when this tool cannot do it, with a sentence that says why
     */
    Command command(AddressAction action, KernelView kernel) throws UnsuitableException;

    /** One command for many actions; empty when the tool knows no such thing. */
    Optional<Command> batch(List<AddressAction> actions);

    /** Whether a failure only says that the kernel already had what was wanted. */
    boolean wasDoneAlready(AddressAction.Kind kind, String output);

    /** The numbers (from 1) of the batch's lines that failed, from what it printed. */
    List<Integer> failedLines(String output);

    /** This tool cannot do what is wanted. */
    final class UnsuitableException extends Exception {
        UnsuitableException(String sentence) {
            super(sentence);
        }
    }
}
