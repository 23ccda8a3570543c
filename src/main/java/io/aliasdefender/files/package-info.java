/**
 * Files as things that somebody else may have put there: who can change what a path leads to, and files of our own that
 * are never reached through a link. JDK only.
 */
package io.aliasdefender.files;
