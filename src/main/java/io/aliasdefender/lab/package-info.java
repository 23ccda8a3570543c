/**
 * A small network of namespaces with real defenders in it: two hosts, a router and a client on one switch. The
 * {@code demo} command tells its story there, the integration tests break things there, and the tables of measured
 * times come from there. Needs root, iproute2 and nftables; nothing outside its own namespaces is touched.
 */
package io.aliasdefender.lab;
