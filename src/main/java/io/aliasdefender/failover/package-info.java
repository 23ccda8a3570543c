/**
 * Feeds the core and carries out what it decides: evidence by link, deadlines, groups, maintenance. One engine for all
 * aliases, without Vert.x and without the system's clock; the verticle connects it with the bus.
 */
package io.aliasdefender.failover;
