package io.aliasdefender.config;

/** Something together with the place where it was written. */
record Located<T>(T value, At at) {}
