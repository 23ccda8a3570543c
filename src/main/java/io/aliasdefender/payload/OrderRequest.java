package io.aliasdefender.payload;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import java.util.Optional;

/**
 * An operator's order.
 *
 * @param alias empty: all aliases of the configuration
 */
public record OrderRequest(Order order, Optional<IpAddress> alias) {}
