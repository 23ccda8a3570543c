/**
 * What is said between verticles: each address of the event bus with the type of its payload, and how a payload is
 * passed (by reference, because it is immutable).
 */
package io.aliasdefender.bus;
