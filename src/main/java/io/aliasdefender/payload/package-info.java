/**
 * What is sent over the bus and decides nothing: settings, events, views for people, samples. Immutable records.
 */
package io.aliasdefender.payload;
