/**
 * What is configured about an alias, as far as decisions are made on it: placement, policy, nodes, witnesses.
 */
package io.aliasdefender.core.spec;
