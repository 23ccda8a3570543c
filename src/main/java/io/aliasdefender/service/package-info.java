/**
 * Tells the service manager (sd_notify(3)) that the daemon is ready, reloads, runs and ends.
 */
package io.aliasdefender.service;
