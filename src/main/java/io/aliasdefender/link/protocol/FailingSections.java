package io.aliasdefender.link.protocol;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.link.protocol.Body.CheckTold;
import io.aliasdefender.link.protocol.Body.FailingTold;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which checks fail at the sender, and for which aliases: sections 10 and 11. They are for people, and nothing is decided on
 * them, so a value that is torn or strange costs only itself, and never the message.
 */
final class FailingSections {
    /** What the checks may have of a message, their section's head included. */
    static final int MOST_BYTES = 320;

    /** The number of all that fail. */
    private static final int COUNT_BYTES = 2;
    /** The age, and the lengths of two texts. */
    private static final int CHECK_BYTES = 6;
    /** Check, and how many more. */
    static final int BLAME_BYTES = 3;

    /** Of one text: its length is a byte. */
    private static final int MOST_TEXT_BYTES = 0xff;

    private static final long MOST_AGE_MILLIS = 0xffff_ffffL;
    private static final int MOST_COUNT = 0xffff;

    private FailingSections() {}

    /** Those that there is room for. */
    static FailingTold fitting(List<CheckTold> checks, int total) {
        List<CheckTold> told = new ArrayList<>();
        int left = MOST_BYTES - Layout.SECTION_HEAD_BYTES - COUNT_BYTES;
        for (CheckTold check : checks) {
            left -= bytes(check);
            if (left < 0) {
                break;
            }
            told.add(check);
        }
        return new FailingTold(told, total);
    }

    /** How many bytes the section's value has. */
    static int bytes(FailingTold failing) {
        int bytes = COUNT_BYTES;
        for (CheckTold check : failing.checks()) {
            bytes += bytes(check);
        }
        return bytes;
    }

    private static int bytes(CheckTold check) {
        return CHECK_BYTES + bytes(check.name()).length + bytes(check.sentence()).length;
    }

    static void checks(ByteBuffer out, FailingTold failing) {
        out.putShort((short) Math.min(MOST_COUNT, failing.total()));
        failing.checks().forEach(check -> {
            out.putInt((int) Math.min(MOST_AGE_MILLIS, check.ageMillis()));
            text(out, check.name());
            text(out, check.sentence());
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = bytes(text);
        out.put((byte) bytes.length).put(bytes);
    }

    /** Empty: there is nothing in it that can be read. */
    static Optional<FailingTold> checks(ByteBuffer in) {
        if (in.remaining() < COUNT_BYTES) {
            return Optional.empty();
        }
        int total = in.getShort() & MOST_COUNT;
        List<CheckTold> checks = new ArrayList<>();
        while (in.remaining() >= CHECK_BYTES) {
            long age = in.getInt() & MOST_AGE_MILLIS;
            Optional<String> name = text(in);
            Optional<String> sentence = text(in);
            if (name.isPresent() && sentence.isPresent()) {
                checks.add(new CheckTold(name.get(), sentence.get(), age));
            }
        }
        return Optional.of(new FailingTold(checks, Math.max(total, checks.size())));
    }

    /** Cleaned, whoever has sent it; empty: it is torn, and so is all behind it. */
    private static Optional<String> text(ByteBuffer in) {
        int length = in.hasRemaining() ? in.get() & 0xff : Integer.MAX_VALUE;
        if (length > in.remaining()) {
            in.position(in.limit());
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Optional.of(PlainText.told(new String(bytes, StandardCharsets.UTF_8), MOST_TEXT_BYTES));
    }

    /** Whether an alias names a check. */
    static boolean anyBlames(List<AliasTold> aliases) {
        return aliases.stream().anyMatch(told -> !told.blame().equals(Blame.NONE));
    }

    static void blames(ByteBuffer out, List<AliasTold> aliases) {
        aliases.forEach(told -> out.putShort((short) told.blame().check())
                .put((byte) told.blame().more()));
    }

    static List<Blame> blames(ByteBuffer in) {
        List<Blame> blames = new ArrayList<>();
        while (in.remaining() >= BLAME_BYTES) {
            blames.add(new Blame(in.getShort() & 0xffff, in.get() & 0xff));
        }
        return blames;
    }
}
