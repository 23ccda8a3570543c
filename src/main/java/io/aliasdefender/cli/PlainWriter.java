package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Before everything that a command prints: of the sequences that a terminal acts on it passes colours, and the one by which a
 * line of progress is written over. Whoever prints text of others still passes it through {@link PlainText}, because
 * here their colours cannot be told from ours.
 */
final class PlainWriter extends Writer {
    private static final Pattern OURS = Pattern.compile("\u001b\\[[0-9;]*m|\r\u001b\\[K");

    private final PrintWriter out;

    private PlainWriter(PrintWriter out) {
        this.out = out;
    }

    static PrintWriter before(PrintWriter out) {
        return new PrintWriter(new PlainWriter(out), true);
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        String text = new String(characters, offset, length);
        Matcher ours = OURS.matcher(text);
        StringBuilder plain = new StringBuilder(length);
        int end = 0;
        while (ours.find()) {
            plain.append(PlainText.lines(text.substring(end, ours.start()))).append(ours.group());
            end = ours.end();
        }
        out.write(plain.append(PlainText.lines(text.substring(end))).toString());
    }

    /** Fails where the other one only remembers it, so that who asks is told that nobody reads any more. */
    @Override
    public void flush() throws IOException {
        if (out.checkError()) {
            throw new IOException("what was written could not be");
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
