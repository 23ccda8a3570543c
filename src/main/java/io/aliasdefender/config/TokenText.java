package io.aliasdefender.config;

import io.aliasdefender.payload.Secret;

/** The token that allows orders over TCP, wherever it comes from. It is never part of a sentence. */
public final class TokenText {
    /** 16 characters of a random token are some 90 bits. */
    private static final int MIN_CHARACTERS = 16;

    private static final int MAX_CHARACTERS = 512;
    private static final String FORM = "write one of " + MIN_CHARACTERS + " to " + MAX_CHARACTERS
            + " letters and digits into it, such as `openssl rand -hex 32` prints";

    private TokenText() {}

    /** @param source what it was read from */
    static Verdict<Secret> parse(String source, String token) {
        if (token.length() < MIN_CHARACTERS || token.length() > MAX_CHARACTERS) {
            return Verdict.wrong(
                    Quoted.of(source) + " has " + token.length() + " characters, which is no good token", FORM);
        }
        // RFC 6750, section 2.1, so that it can stand in a header.
        return token.matches("[A-Za-z0-9._~+/-]+=*")
                ? Verdict.right(new Secret(token))
                : Verdict.wrong(Quoted.of(source) + " has characters that a token cannot have", FORM);
    }

    /**
     * Reads the token of an environment variable.
     *
     * @throws IllegalArgumentException with what is wrong and what to write instead
     */
    public static Secret require(String variable, String token) {
        Verdict<Secret> verdict = parse(variable, token);
        if (verdict instanceof Verdict.Wrong<Secret> wrong) {
            throw new IllegalArgumentException(wrong.what() + "; " + wrong.remedy());
        }
        return ((Verdict.Right<Secret>) verdict).value();
    }
}
