package io.aliasdefender.core.address;

/** How an {@link AddressAction} went. What the interface then really carries comes from the kernel, not from here. */
public record AddressApplied(AddressAction action, CommandResult result) {}
