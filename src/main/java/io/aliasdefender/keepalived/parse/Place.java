package io.aliasdefender.keepalived.parse;

/**
 * Where something is written.
 *
 * @param file as it was named or found
 * @param line counted from 1; 0 when it is about the file as a whole
 */
public record Place(String file, int line) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
