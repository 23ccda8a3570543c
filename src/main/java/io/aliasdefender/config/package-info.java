/**
 * From a configuration file to {@link io.aliasdefender.payload.Settings}: reading, checking as a whole with every
 * mistake and its line, watching for changes, and the plan of a reload.
 */
package io.aliasdefender.config;
