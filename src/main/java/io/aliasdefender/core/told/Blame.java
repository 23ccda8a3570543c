package io.aliasdefender.core.told;

/**
 * Which check is the reason why a host is not fit for an alias: for people, nothing is decided on it. It is told by a number
 * that is made of the check's name, so that thousands of aliases can name it in a few bytes, and so that no message depends on
 * the one before.
 *
 * @param check 1 to 65,535; 0: no check is named
 * @param more how many checks of the alias fail besides, at most {@value #MOST}
 */
public record Blame(int check, int more) {
    public static final int MOST = 0xff;
    public static final Blame NONE = new Blame(0, 0);
}
