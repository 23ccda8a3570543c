/**
 * Remembers over a restart which aliases this host has, so that the next daemon can take off what nobody defends any
 * more.
 */
package io.aliasdefender.held;
