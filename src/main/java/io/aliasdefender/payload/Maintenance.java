package io.aliasdefender.payload;

import java.time.Instant;
import java.util.Optional;

/**
 * This node is out of service: it holds nothing and claims nothing.
 *
 * @param reason an operator's words
 * @param until empty: until an operator says so
 */
public record Maintenance(String reason, Instant since, Optional<Instant> until) {}
