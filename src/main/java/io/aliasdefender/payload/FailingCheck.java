package io.aliasdefender.payload;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.told.Blame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A check that fails, here or on another node, as far as people are told of it there. Both texts are cleaned and cut, whoever
 * wrote them.
 *
 * @param name as {@link PlainText#told} has it
 * @param sentence what was found, in the same way; empty: not told
 * @param sinceNanos when it began to fail, by the clock of {@link System#nanoTime()} of this host
 * @param number by which {@link Blame#check()} names it; follows from the name
 */
public record FailingCheck(String name, String sentence, long sinceNanos, int number) {
    /** In UTF-8. */
    private static final int MOST_NAME_BYTES = 64;

    private static final int MOST_SENTENCE_BYTES = 160;

    public FailingCheck {
        name = toldName(name);
        sentence = PlainText.told(sentence, MOST_SENTENCE_BYTES);
        number = number(name);
    }

    public FailingCheck(String name, String sentence, long sinceNanos) {
        this(name, sentence, sinceNanos, 0);
    }

    /** @param failing the names of the checks of an alias that fail, in the order of the alias */
    public static Blame blame(List<String> failing) {
        return failing.isEmpty()
                ? Blame.NONE
                : new Blame(number(toldName(failing.get(0))), Math.min(Blame.MOST, failing.size() - 1));
    }

    private static String toldName(String name) {
        return PlainText.told(name, MOST_NAME_BYTES);
    }

    private static int number(String toldName) {
        CRC32 crc = new CRC32();
        crc.update(toldName.getBytes(StandardCharsets.UTF_8));
        int number = (int) ((crc.getValue() ^ crc.getValue() >>> 16) & 0xffff);
        return number == 0 ? 1 : number;
    }
}
