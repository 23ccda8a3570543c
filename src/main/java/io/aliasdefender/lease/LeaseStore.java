package io.aliasdefender.lease;

import java.util.Map;
import java.util.Optional;

/**
 * A store with a majority, in which a key belongs to a session and goes when the session ends: etcd. A further kind is one more
 * class. All calls and all answers on one thread. Each request is answered at most once, late or never where the store is out
 * of reach: whoever asks has a time limit of its own.
 */
public interface LeaseStore {
    /** How a request ended. */
    interface Answer<T> {
        void is(T value);

        /**
         * Whether anything came of the request is not known.
         *
         * @param why half a sentence, such as {@code "192.0.2.31:2379 does not answer"}
         */
        void failed(String why);
    }

    /**
     * What the store keeps for as long as somebody renews it.
     *
     * @param id not 0
     * @param ttlSeconds how long the store keeps it after each renewal, counted from when the store was asked
     */
    record Session(long id, long ttlSeconds) {}

    /**
     * What the store said when it was asked to renew a session. One member of the store may have said it alone, which led the
     * others once and does not know that they have another leader by now: {@link #confirm} tells.
     *
     * @param ttlSeconds how long the store keeps the session from then on; 0: it has ended, with all of its keys
     * @param term the number of the leader's term of office as that member knew it before it renewed
     */
    record Renewal(long ttlSeconds, long term) {}

    /**
     * Whose a lease is.
     *
     * @param node the node's name
     * @param kernel of the host: see {@link DaemonId}
     * @param daemon its start and its session: each has another one
     * @param handTo the name of the node that may take it from that one; empty: none may
     * @param from who handed it on and may have the aliases still; empty: nobody
     */
    record Owner(String node, String kernel, String daemon, Optional<String> handTo, Optional<From> from) {
        /** Whether it was given back to that host, where the aliases may still be, and is good for nothing else. */
        boolean isBackTo(String otherKernel) {
            return from.filter(one -> one.back() && one.kernel().equals(otherKernel))
                    .isPresent();
        }
    }

    /**
     * A host that has handed a lease on.
     *
     * @param kernel of that host
     * @param back the owner makes no use of it, and gives it back to that host
     */
    record From(String kernel, boolean back) {}

    /**
     * What a key has in the store.
     *
     * @param fence grows with each change of anything in the store, and so with each change of the owner: what was told
     *     under a lower number is out of date
     */
    record Entry(Owner owner, long fence) {}

    /** Begins a session. */
    void open(long ttlSeconds, Answer<Session> answer);

    /** Renews a session, for good if a majority confirms it after that. */
    void renew(long session, Answer<Renewal> answer);

    /**
     * Asks a majority. The answer is the number of the newest term of office: a leader of exactly that term led when this was
     * asked, and so did all the time since an answer before with the same number.
     */
    void confirm(Answer<Long> answer);

    /** Ends a session with all of its keys. */
    void end(long session, Answer<Boolean> answer);

    /**
     * Writes an owner to some keys if all of them are as they are believed to be, in one step.
     *
     * @param fences by key: of the entry that is believed to be there; 0: none is
     * @param answer what is there now of these keys, of this owner or of others
     */
    void swap(Map<String, Long> fences, Owner owner, long session, Answer<Map<String, Entry>> answer);

    /** Removes entries, if all of them are still these. */
    void remove(Map<String, Long> fences, Answer<Boolean> answer);

    /** Reads all entries below the configured prefix. */
    void read(Answer<Map<String, Entry>> answer);

    /** Ends all that is under way; no answer comes any more. */
    void close();
}
