package io.aliasdefender.keepalived.parse;

/** A bound on everything that a file can have many of. Real configurations have a hundredth of it. */
public final class Limits {
    public static final int FILE_BYTES = 16 << 20;
    /** Of all files together, what definitions and sequences make of them included. */
    static final int LINES = 300_000;

    static final int LINE_CHARACTERS = 1 << 15;
    static final int FILES = 10_000;
    static final int INCLUDE_DEPTH = 16;
    /** Definitions in definitions, and sequences in sequences. */
    static final int EXPANSION_DEPTH = 32;

    /** Of all lines, each time that something is put into them, which costs something even where nothing is. */
    static final int CHARACTERS_OF_A_STEP = 64;

    static final long CHARACTERS = 1L << 26;

    static final int TURNS = 100_000;

    static final int BLOCK_DEPTH = 32;
    static final int HOSTS = 64;

    private Limits() {}
}
