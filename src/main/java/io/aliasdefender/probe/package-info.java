/**
 * Asks. {@link io.aliasdefender.probe.ProbeVerticle} owns the sockets and the timers; what an answer means is decided
 * in classes that know neither ({@link io.aliasdefender.probe.SteadyTarget}, {@link io.aliasdefender.probe.Burst},
 * {@link io.aliasdefender.probe.RttEstimator}) and are given the time.
 */
package io.aliasdefender.probe;
