/**
 * Changes addresses, by netlink or by the commands of the platform: one queue, batches in an order in which no packet
 * is lost, what moves along with an alias, and what a daemon before left behind.
 */
package io.aliasdefender.address;
