package io.aliasdefender.sim;

/**
 * What the invariants allow, in nanoseconds.
 *
 * @param twoHolders two defended hosts that hear each other may both hold for so long
 * @param settling after everything is mended there is exactly one holder within so long, and everybody knows whose
 */
record Bounds(long twoHolders, long settling) {}
