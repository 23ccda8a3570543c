/**
 * Addresses, prefixes, routes and what the kernel has, as values. No sockets.
 */
package io.aliasdefender.core.net;
