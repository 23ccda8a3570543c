package io.aliasdefender.keepalived.parse;

/** A file that cannot be read as a configuration of keepalived; the message has the place and what to do about it. */
public final class ParseFailure extends Exception {
    private static final long serialVersionUID = 1;

    public ParseFailure(Place place, String what, String remedy) {
        super(place + ": " + what + "; " + remedy);
    }
}
