package io.aliasdefender.web;

import io.aliasdefender.web.Places.Source;
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
    private long used;
    private long cut;

    /** @param limit in bytes */
    Budget(long limit) {
        this.limit = limit;
    }

    /** What one connection is charged with. */
    static final class Account {
        private final Budget budget;
        private final Source source;
        private final Runnable cutting;
        private long held;
        private boolean closed;

        private Account(Budget budget, Source source, Runnable cutting) {
            this.budget = budget;
            this.source = source;
            this.cutting = cutting;
        }

        /** May cut this connection, or another; what it held counts no more from then on. */
        void hold(long bytes) {
            if (!closed) {
                held += bytes;
                budget.used += bytes;
                budget.judge();
            }
        }

        void release(long bytes) {
            if (!closed) {
                held -= bytes;
                budget.used -= bytes;
            }
        }

        /** When the connection ends, in whatever way. */
        void close() {
            if (!closed) {
                closed = true;
                budget.used -= held;
                budget.open.remove(this);
            }
        }

        long held() {
            return held;
        }
    }

    /** @param cutting ends the connection, and at once: what it holds must be gone before the next one holds more */
    Account open(Source source, Runnable cutting) {
        Account account = new Account(this, source, cutting);
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
        Map<Source, Long> bySource = new HashMap<>();
        open.forEach(account -> bySource.merge(account.source, account.held, Long::sum));
        Source greediest = bySource.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return open.stream()
                .filter(account -> account.source.equals(greediest))
                // Of equal ones, max() gives the last.
                .reduce((one, other) -> other.held > one.held ? other : one)
                .orElseThrow();
    }
}
