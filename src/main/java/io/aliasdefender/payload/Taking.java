package io.aliasdefender.payload;

import io.aliasdefender.core.spec.Placement;

/** An alias whose address is about to be added. */
public record Taking(Placement placement) {}
