/**
 * The syntax of {@code keepalived.conf}: files, lines, definitions, conditions, quotes and blocks. Knows no word of VRRP, so
 * that what it does not understand is kept in its place for others to report.
 */
package io.aliasdefender.keepalived.parse;
