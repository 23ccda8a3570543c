package io.aliasdefender.probe;

import io.aliasdefender.core.net.MacAddress;
import java.util.Optional;

/**
 * Whether who answers for an alias by ARP or neighbour discovery is the host that has it. A network may answer in the name
 * of a dead host for as long as it likes (ARP suppression of EVPN, an access point, proxy ARP); an echo is answered by the
 * host alone. A holder whose defender works is seen besides: it asks every interval who else has its alias. So who has
 * answered echoes, does so no more, and is not seen either, is dead, whoever answers for it on the link.
 */
final class EchoProof {
    /** So many rounds in a row without an echo may be frames that were lost. */
    private static final int MOST_UNANSWERED = 5;
    /** A defender that was not seen for so many intervals is looked for. */
    private static final int SEEN_INTERVALS = 3;
    /**
     * After another host spoke about the alias, echo requests may go to that one: Linux keeps a neighbour's link-layer
     * address for a second (LOCKTIME), whatever is answered meanwhile.
     */
    private static final long CONTENDED_NANOS = 2_000_000_000;

    /** Who answered on the link in the newest round in which an echo was answered, too. */
    private Optional<MacAddress> echoer = Optional.empty();
    /** When it last spoke of its own accord, or began to answer; meaningless before it has answered. */
    private long seenNanos;
    /** Who spoke about the alias last. */
    private Optional<MacAddress> speaker = Optional.empty();
    /** When that was last another one than before; meaningless while it never was. */
    private long contendedNanos;

    private boolean contended;

    private boolean asked;
    private boolean answered;
    private int unanswered;

    /** An echo request is leaving. */
    void echoAsked() {
        asked = true;
    }

    /** An echo request was answered, in time for its round or not. */
    void echoAnswered() {
        answered = true;
        unanswered = 0;
    }

    /** A host spoke of its own accord. */
    void seen(MacAddress mac, long nowNanos) {
        spoke(mac, nowNanos);
        if (echoer.filter(mac::equals).isPresent()) {
            seenNanos = nowNanos;
            unanswered = 0;
        }
    }

    /**
     * The next round begins.
     *
     * @param answerer who answered on the link in the one that has ended; empty: nobody did
     */
    void roundEnded(Optional<MacAddress> answerer, long nowNanos) {
        answerer.ifPresent(mac -> spoke(mac, nowNanos));
        if (answered && answerer.isPresent() && !answerer.equals(echoer)) {
            echoer = answerer;
            seenNanos = nowNanos;
        } else if (answered) {
            unanswered = 0;
        } else if (asked
                && answerer.isPresent()
                && answerer.equals(echoer)
                && !(contended && nowNanos - contendedNanos <= CONTENDED_NANOS)) {
            unanswered++;
        }
        asked = false;
        answered = false;
    }

    private void spoke(MacAddress mac, long nowNanos) {
        if (speaker.filter(mac::equals).isPresent()) {
            return;
        }
        contended |= speaker.isPresent();
        contendedNanos = nowNanos;
        speaker = Optional.of(mac);
    }

    /** Whether its word on the link alone is not enough, so that an echo is to be asked for as well. */
    boolean doubtful(long nowNanos, long intervalNanos) {
        return echoer.isPresent() && (unanswered > 0 || nowNanos - seenNanos > SEEN_INTERVALS * intervalNanos);
    }

    /** Whether what this one answers on the link is not its own word any more. */
    boolean isAnotherOnesWord(MacAddress mac) {
        return unanswered >= MOST_UNANSWERED && echoer.filter(mac::equals).isPresent();
    }
}
