/**
 * What defenders tell each other over the node link about one alias, as far as decisions are made on it. By what messages
 * that comes is the link's business.
 */
package io.aliasdefender.core.told;
