package io.aliasdefender.config;

/**
 * A place in a file.
 *
 * @param line counted from 1; 0: the file as a whole
 * @param column counted from 1, in characters; 0: the file as a whole
 */
record At(int line, int column) {
    static final At WHOLE_FILE = new At(0, 0);
    static final At START = new At(1, 1);
}
