/**
 * The command line: one class for each command, and the daemon as the sum of its verticles.
 */
package io.aliasdefender.cli;
