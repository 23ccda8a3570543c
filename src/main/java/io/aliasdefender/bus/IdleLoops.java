package io.aliasdefender.bus;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;

/** Lets event loops sleep that have nothing to do: one without any timer looks around once a second (Netty 4.2). */
public final class IdleLoops {
    private IdleLoops() {}

    /** Gives each loop of a group a timer that hardly ever comes. It ends with the loop. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public static void sleep(EventExecutorGroup group) {
        for (EventExecutor loop : group) {
            loop.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        }
    }
}
