/**
 * Leases in a store with a majority, which tell this host what it may have and until when. Knows the rest of the program only
 * over the bus.
 */
package io.aliasdefender.lease;
