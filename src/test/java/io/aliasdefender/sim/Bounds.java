package io.aliasdefender.sim;

/**
 * What the invariants allow, in nanoseconds.
 *
 * @param twoHolders two defended hosts that hear each other may both hold for so long
 * @param settling after everything is mended there is exactly one holder within so long, and everybody knows whose
 * @param splitGroup a defended host may have some aliases of a group and not the others for so long
 */
record Bounds(long twoHolders, long settling, long splitGroup) {}
