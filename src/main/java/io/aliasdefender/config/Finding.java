package io.aliasdefender.config;

/**
 * One thing that is wrong, or worth knowing, in a configuration file.
 *
 * @param file the file's name as the user gave it
 * @param line counted from 1; 0 when it is about the file as a whole
 * @param column counted from 1; 0 when it is about the file as a whole
 * @param what what is wrong
 * @param remedy what to write instead
 * @param passing whether the same file may be right a moment later, because this depends on the present state of the host:
 *     a name that the resolver does not know yet, an address that is not there yet
 */
public record Finding(String file, int line, int column, String what, String remedy, boolean passing) {
    /** {@code file:line:column: what is wrong; what to write instead}, the form that editors can jump to. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + what + "; " + remedy;
    }
}
