/**
 * What this host's kernel has: follows its links, addresses and default routes, by netlink or, where there is none, by
 * the platform's commands, and tells everybody. Changes nothing.
 */
package io.aliasdefender.kernel;
