package io.aliasdefender.keepalived.parse;

/** A line of a configuration without its comment, with its definitions put in. */
record Line(Place place, String text) {}
