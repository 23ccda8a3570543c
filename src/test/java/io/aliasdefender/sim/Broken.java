package io.aliasdefender.sim;

/** An invariant was broken. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Invariant which;

    Broken(Invariant which, String how) {
        super(which + ": " + how, null, false, false);
        this.which = which;
    }

    Invariant which() {
        return which;
    }
}
