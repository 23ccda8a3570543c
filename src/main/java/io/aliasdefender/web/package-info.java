/**
 * The HTTP API, the event stream and the status page, for people and for the other nodes; everything that an outsider
 * can make it hold is counted before it is held.
 */
package io.aliasdefender.web;
