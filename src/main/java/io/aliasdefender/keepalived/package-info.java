/**
 * The way here from keepalived: a {@code keepalived.conf} in, a configuration of ours and a report of every line out. Never
 * guesses silently: what is not written in the file is a question to whoever imports it.
 */
package io.aliasdefender.keepalived;
