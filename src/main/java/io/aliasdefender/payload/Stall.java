package io.aliasdefender.payload;

import java.time.Duration;

/**
 * Our own process or machine did not run for a while. It is told before any probe result that the pause may have
 * spoilt.
 *
 * @param length how late the event loop was
 */
public record Stall(Duration length) {}
