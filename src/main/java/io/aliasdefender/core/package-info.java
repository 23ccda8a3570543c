/**
 * The decisions: a pure state machine for each alias, and the rules that it asks. No clock, no I/O, no threads, no
 * log; a time is a duration of monotonic uptime that comes in with an input. {@link io.aliasdefender.core.Takeover}
 * says when this host takes over.
 */
package io.aliasdefender.core;
