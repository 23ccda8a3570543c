package io.aliasdefender.payload;

/**
 * Something that is looked at to tell whether this host is fit for an alias.
 *
 * @param name what the configuration calls it
 */
public record CheckSpec(String name) {}
