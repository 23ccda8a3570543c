package io.aliasdefender.keepalived.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text out of the bytes of a file that somebody wrote years ago. */
final class Texts {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Texts() {}

    /** UTF-8, else Latin 1: what is not ASCII stands in comments, and nothing is decided on it. */
    static String decoded(String file, byte[] content) throws ParseFailure {
        int line = 1;
        for (byte one : content) {
            if (one == 0) {
                throw new ParseFailure(
                        new Place(file, line), "there is a zero byte, so this is no text", "name a text file");
            }
            line += one == '\n' ? 1 : 0;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException otherEncoding) {
            text = new String(content, StandardCharsets.ISO_8859_1);
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
