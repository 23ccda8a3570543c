package io.aliasdefender.core;

/**
 * Why something was done, or was not done.
 *
 * @param sentence one plain sentence with its evidence; the same in the log, on the page and in {@code status}
 */
public record Reason(Cause cause, Level level, String sentence) {}
