/**
 * Time as the program sees it: monotonic nanoseconds, timers, and the guard that notices when the process did not run.
 * Knows nothing else, so that the simulator can stand in for it.
 */
package io.aliasdefender.clock;
