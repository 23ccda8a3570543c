package io.aliasdefender.os;

import io.aliasdefender.core.net.Cidr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Adds and deletes addresses of interfaces by rtnetlink(7), in the calling thread's network namespace. The kernel has
 * carried a message out when the call that sent it comes back, and its acknowledgement can be read at once.
 */
public final class AddressSocket {
    private static final int BUFFER_BYTES = 1 << 14;
    /** In one call; what is left unread of so many acknowledgements fits into the smallest receive buffer. */
    private static final int CHANGES_PER_CALL = 64;

    private static final List<Change> NOTHING = List.of(
            new Change(true, "", Cidr.of("192.0.2.0/24"), Optional.of("none:0")),
            new Change(true, "", Cidr.of("2001:db8::/64"), Optional.empty()),
            new Change(false, "", Cidr.of("192.0.2.0/24"), Optional.empty()));

    private static final List<Integer> NOWHERE = Collections.nCopies(NOTHING.size(), Integer.MAX_VALUE);

    private AddressSocket() {}

    /**
     * One change.
     *
     * @param kind what is to become of it
     * @param label IPv4 only; at most 15 characters
     * @param validSeconds the kernel removes it by itself after so many, at least 1; empty: never
     */
    public record Change(
            Kind kind, String interfaceName, Cidr address, Optional<String> label, Optional<Integer> validSeconds) {
        /** One that stays, once it is there. */
        public Change(boolean add, String interfaceName, Cidr address, Optional<String> label) {
            this(add ? Kind.ADD : Kind.DELETE, interfaceName, address, label, Optional.empty());
        }

        boolean add() {
            return kind == Kind.ADD;
        }
    }

    /** What becomes of an address. */
    public enum Kind {
        /** It must not be there yet. */
        ADD,
        DELETE,
        /** It is there, and gets another lifetime. */
        EXTEND
    }

    /**
     * What became of a change.
     *
     * @param existed the address was there already; an IPv6 address perhaps with another prefix, which the kernel does
     *     not look at
     * @param sentence why it could not be made; empty text when it was
     */
    public record Outcome(boolean done, boolean existed, String sentence) {
        static final Outcome DONE = new Outcome(true, false, "");
        static final Outcome EXISTED = new Outcome(true, true, "");
    }

    /** Why addresses cannot be changed this way on this system; empty when they can. */
    public static Optional<String> problem() {
        return Libc.problem();
    }

    /**
     * Whether this process may change addresses: asks for what cannot be done, on an interface that no host has.
     *
     * @throws IOException when the kernel cannot be asked
     */
    public static boolean permitted() throws IOException {
        try (NativeSocket socket = Netlink.socketForChanges(BUFFER_BYTES)) {
            return ask(socket, NOTHING, NOWHERE).stream().allMatch(answer -> answer.errno() != Errno.EPERM);
        }
    }

    /**
     * Makes the changes in their order; one that fails does not stop the others. To add what is there already, and to
     * delete what is not, counts as done.
     *
     * @return one for each change
     * @throws IOException when the kernel cannot be asked; what it was asked before that is done
     */
    public static List<Outcome> apply(List<Change> changes) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (NativeSocket socket = Netlink.socketForChanges(BUFFER_BYTES)) {
            for (int from = 0; from < changes.size(); from += CHANGES_PER_CALL) {
                List<Change> some = changes.subList(from, Math.min(from + CHANGES_PER_CALL, changes.size()));
                List<Integer> indexes = some.stream()
                        .map(change -> Libc.if_nametoindex(change.interfaceName()))
                        .toList();
                List<NetlinkAnswer> answers = ask(socket, some, indexes);
                for (int i = 0; i < some.size(); i++) {
                    outcomes.add(outcome(some.get(i), answers.get(i)));
                }
            }
        }
        return outcomes;
    }

    /** What no interface carries is not sent: the kernel would not know the number 0 either. */
    private static List<NetlinkAnswer> ask(NativeSocket socket, List<Change> changes, List<Integer> indexes)
            throws IOException {
        NetlinkAnswer[] answers = new NetlinkAnswer[changes.size()];
        socket.prepare();
        int asked = 0;
        for (int i = 0; i < answers.length; i++) {
            if (indexes.get(i) == 0) {
                answers[i] = new NetlinkAnswer(i, Errno.ENODEV, "");
            } else {
                NetlinkChange.write(socket.out, i, changes.get(i), indexes.get(i));
                asked++;
            }
        }
        SocketAddresses.putNetlink(socket.to, 0);
        Optional<String> unsent = asked == 0 ? Optional.empty() : socket.send();
        if (unsent.isPresent()) {
            throw new IOException("the kernel cannot be asked to change addresses: " + unsent.get());
        }
        while (asked > 0 && socket.receive()) {
            for (NetlinkAnswer answer : NetlinkAnswer.read(socket.in)) {
                answers[answer.sequence()] = answer;
                asked--;
            }
        }
        if (asked > 0) {
            throw new IOException("the kernel did not say whether it changed the addresses");
        }
        return List.of(answers);
    }

    private static Outcome outcome(Change change, NetlinkAnswer answer) {
        if (change.add() && answer.errno() == Errno.EEXIST) {
            return Outcome.EXISTED;
        }
        boolean gone = answer.errno() == Errno.EADDRNOTAVAIL || answer.errno() == Errno.ENODEV;
        if (answer.errno() == 0 || change.kind() == Kind.DELETE && gone) {
            return Outcome.DONE;
        }
        String words = answer.errno() == Errno.ENODEV && Libc.if_nametoindex(change.interfaceName()) == 0
                ? "there is no interface " + change.interfaceName()
                : Errno.changingFailed(answer.errno());
        return new Outcome(false, false, answer.words().isEmpty() ? words : words + " (" + answer.words() + ")");
    }
}
