/**
 * What was asked of the network and what came of it, as values: outcomes, bursts, sightings.
 */
package io.aliasdefender.core.probe;
