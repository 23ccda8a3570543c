/**
 * What only the Linux kernel can do for us: ICMP, ARP and neighbour-discovery sockets on the event loop, rtnetlink,
 * and network namespaces. Everything native goes through {@link io.aliasdefender.os.Libc}, which says in one sentence
 * why it cannot work here. Nothing in this package is touched on another system.
 */
package io.aliasdefender.os;
