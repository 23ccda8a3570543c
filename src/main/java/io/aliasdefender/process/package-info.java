/** Starts programs of the administrator's: scripts of checks and hooks, of which nothing is known but that they may misbehave. */
package io.aliasdefender.process;
