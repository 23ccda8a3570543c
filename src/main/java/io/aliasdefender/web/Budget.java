package io.aliasdefender.web;

import io.aliasdefender.web.ConnectionSlots.Source;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What all connections together may make this process hold: an estimate of memory that counts objects, not bytes on the
 * wire. It is judged at everything that is held anew; over it, the connection that holds the most is cut, of the source
 * whose connections together hold the most. For one thread.
 */
final class Budget {
    private final long limit;
    private final Set<Account> open = new LinkedHashSet<>();
    private final Map<Source, Total> bySource = new HashMap<>();
    private long used;
    private long cut;

    /** @param limit in bytes */
    Budget(long limit) {
        this.limit = limit;
    }

    /** Of the connections of one source. */
    private static final class Total {
        private int open;
        private long held;
    }

    /** What one connection is charged with. */
    static final class Account {
        private final Budget budget;
        private final Source source;
        private final Total total;
        private final Runnable cutting;
        private long held;
        private boolean closed;

        private Account(Budget budget, Source source, Total total, Runnable cutting) {
            this.budget = budget;
            this.source = source;
            this.total = total;
            this.cutting = cutting;
        }

        /** May cut this connection, or another; what it held counts no more from then on. */
        void hold(long bytes) {
            if (!closed) {
                add(bytes);
                budget.judge();
            }
        }

        void release(long bytes) {
            if (!closed) {
                add(-bytes);
            }
        }

        private void add(long bytes) {
            held += bytes;
            total.held += bytes;
            budget.used += bytes;
        }

        /** When the connection ends, in whatever way. */
        void close() {
            if (!closed) {
                add(-held);
                closed = true;
                total.open--;
                if (total.open == 0) {
                    budget.bySource.remove(source);
                }
                budget.open.remove(this);
            }
        }

        long held() {
            return held;
        }
    }

    /** @param cutting ends the connection, and at once: what it holds must be gone before the next one holds more */
    Account open(Source source, Runnable cutting) {
        Total total = bySource.computeIfAbsent(source, its -> new Total());
        total.open++;
        Account account = new Account(this, source, total, cutting);
        open.add(account);
        return account;
    }

    /** In bytes. */
    long used() {
        return used;
    }

    /** How many connections were cut for it so far. */
    long cut() {
        return cut;
    }

    private void judge() {
        while (used > limit && !open.isEmpty()) {
            Account worst = worst();
            worst.close();
            cut++;
            worst.cutting.run();
        }
    }

    /** The oldest one where several hold the same. */
    private Account worst() {
        Total greediest = Collections.max(bySource.values(), Comparator.comparingLong(total -> total.held));
        return open.stream()
                .filter(account -> account.total == greediest)
                // Of equal ones, max() gives the last.
                .reduce((one, other) -> other.held > one.held ? other : one)
                .orElseThrow();
    }
}
