package io.aliasdefender.payload;

import java.time.Duration;
import java.util.Optional;

/**
 * An operator takes this node out of service, or back into it.
 *
 * @param reason empty: back into service
 * @param limit back by itself after this time
 */
public record MaintenanceRequest(Optional<String> reason, Optional<Duration> limit) {}
