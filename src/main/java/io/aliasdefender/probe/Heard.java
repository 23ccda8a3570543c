package io.aliasdefender.probe;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;

/** What an answer means to whoever asked. */
sealed interface Heard {
    /**
     * To be published.
     *
     * @param endsRound the first answer of its round
     */
    record News(ProbeOutcome.Reply reply, boolean endsRound) implements Heard {}

    /** Somebody else than the one who answered before says that the address is his. */
    record AnotherHolder(MacAddress mac) implements Heard {}

    /** Nothing that was not known. */
    record Nothing() implements Heard {}

    Heard NOTHING = new Nothing();
}
