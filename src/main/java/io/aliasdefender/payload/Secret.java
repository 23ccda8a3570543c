package io.aliasdefender.payload;

/** A text that must not be shown: nothing that prints a configuration prints it. */
public record Secret(String text) {
    @Override
    public String toString() {
        return "(hidden)";
    }
}
