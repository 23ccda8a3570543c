package io.aliasdefender.payload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Collects the tenures that a query wants: each once, and only so many are ever held. */
public final class NewestTenures {
    private final TenureQuery query;
    private final PriorityQueue<Tenure> oldestFirst = new PriorityQueue<>(Tenure.ORDER);
    private final Set<Object> known = new HashSet<>();
    private boolean truncated;

    private record Key(Object alias, String node, Object begin) {
        private static Key of(Tenure tenure) {
            return new Key(tenure.alias(), tenure.node(), tenure.begin());
        }
    }

    public NewestTenures(TenureQuery query) {
        this.query = query;
    }

    /** Of two with the same alias, node and begin the first one counts. */
    public void add(Tenure tenure) {
        if (!query.wants(tenure) || !known.add(Key.of(tenure))) {
            return;
        }
        oldestFirst.add(tenure);
        if (oldestFirst.size() > query.most()) {
            known.remove(Key.of(oldestFirst.remove()));
            truncated = true;
        }
    }

    /** Whether some were wanted and left out, the oldest ones. */
    public boolean truncated() {
        return truncated;
    }

    /** In {@link Tenure#ORDER}. */
    public List<Tenure> inOrder() {
        List<Tenure> all = new ArrayList<>(oldestFirst);
        all.sort(Tenure.ORDER);
        return all;
    }
}
