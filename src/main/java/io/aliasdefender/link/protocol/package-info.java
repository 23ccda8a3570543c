/**
 * The protocol of the node link: messages, signatures, sessions, as pure functions and state. docs/LINK.md describes
 * it.
 */
package io.aliasdefender.link.protocol;
