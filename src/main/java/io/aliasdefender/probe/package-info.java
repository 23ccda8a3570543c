/**
 * Asks. {@link io.aliasdefender.probe.ProbeEngine} is everything between the timers and the edge of the sockets
 * ({@link io.aliasdefender.probe.Wire}), and knows neither Vert.x nor a clock of the system;
 * {@link io.aliasdefender.probe.ProbeVerticle} connects it with both. What an answer means is decided in classes that know
 * no timers either ({@link io.aliasdefender.probe.SteadyTarget}, {@link io.aliasdefender.probe.Burst},
 * {@link io.aliasdefender.probe.RttEstimator}) and are given the time.
 */
package io.aliasdefender.probe;
