package io.aliasdefender.check;

import io.aliasdefender.core.net.KernelView;
import io.vertx.core.Future;

/** Looks at one thing. All calls on the loop of the checks, and none of them blocks. */
interface Check {
    /**
     * Looks once. Not called while the look before is under way: until what this returned is complete, be it long after
     * {@link #giveUp}.
     *
     * @return completed on the loop; a failure is a failed look, too
     */
    Future<Result> run();

    /** Ends the look that is under way, if one is: it has taken too long. */
    void giveUp();

    /** The kernel has other links, addresses or routes than before. */
    default void kernel(KernelView view) {}

    /** Ends it for good, together with a look that is under way. */
    default void close() {
        giveUp();
    }
}
