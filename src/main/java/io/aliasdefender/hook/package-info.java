/**
 * What administrators are told and have run at an event: programs, HTTP and mail, each with a queue of its own that
 * outlives a restart.
 */
package io.aliasdefender.hook;
