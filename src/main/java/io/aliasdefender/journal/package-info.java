/**
 * The history: gives each report its number and time, and keeps it over restarts.
 */
package io.aliasdefender.journal;
