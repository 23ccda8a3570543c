/**
 * Orders to change an address, and how a command ended, as values.
 */
package io.aliasdefender.core.address;
