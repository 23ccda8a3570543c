package io.aliasdefender.config;

import java.util.List;

/** A YAML document as a tree in which every value knows where it was written. */
sealed interface Yaml {
    At at();

    /** A single value. */
    record Scalar(At at, String text, Kind kind) implements Yaml {}

    /** A list. */
    record Items(At at, List<Yaml> values) implements Yaml {}

    /** A map, in the order of the file; keys may repeat. */
    record Entries(At at, List<Entry> entries) implements Yaml {}

    /** Something that was complained about already: whoever meets it says nothing more. */
    record Refused(At at) implements Yaml {}

    /** A key with its value; {@code at} is the key's place. */
    record Entry(At at, String key, Yaml value) {}

    /** What an unquoted scalar is to YAML's core schema. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }

    /** What people call this, to say that it is in the wrong place. */
    default String called() {
        if (this instanceof Scalar scalar) {
            return switch (scalar.kind()) {
                case TEXT -> "text";
                case NUMBER -> "a number";
                case TRUTH -> "true or false";
                case NOTHING -> "nothing";
            };
        }
        return this instanceof Items ? "a list" : "a map";
    }
}
