package io.aliasdefender.payload;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import java.util.Optional;

/**
 * An operator's order.
 *
 * @param alias with a group, all that move with it; empty: all aliases of the configuration, or those of the group
 * @param group whose aliases are meant; empty: no group is
 * @param node for {@link Order#MOVE}: to which node, by its name; empty: to whichever takes it
 */
public record OrderRequest(Order order, Optional<IpAddress> alias, Optional<String> group, Optional<String> node) {
    /** One that names neither a group nor a node. */
    public OrderRequest(Order order, Optional<IpAddress> alias) {
        this(order, alias, Optional.empty(), Optional.empty());
    }
}
