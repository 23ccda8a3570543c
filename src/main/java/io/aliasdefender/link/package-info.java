/**
 * The node link: authenticated datagrams between the defenders, over every path there is. An engine without clock and
 * socket, and a thread of ordinary priority with both.
 */
package io.aliasdefender.link;
