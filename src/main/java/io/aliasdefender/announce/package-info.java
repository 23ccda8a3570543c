/**
 * Tells the network who has an address, at a pace that it bears, and asks it before a change by hand whether somebody
 * else has.
 */
package io.aliasdefender.announce;
