package io.aliasdefender.keepalived.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Puts lines into the blocks that braces make of them. */
final class BlockParser {
    private final List<Remark> remarks;
    private final Deque<Open> open = new ArrayDeque<>();

    /** A block that is being read, or the file as a whole. */
    private static final class Open {
        final Line head;
        final List<Statement> body = new ArrayList<>();
        /** The last line, which may have a block yet. */
        Line pending;

        Open(Line head) {
            this.head = head;
        }
    }

    private BlockParser(List<Remark> remarks) {
        this.remarks = remarks;
    }

    /** @param remarks where to add what is remarkable */
    static List<Statement> parse(List<Line> lines, List<Remark> remarks) throws ParseFailure {
        return new BlockParser(remarks).all(lines);
    }

    private List<Statement> all(List<Line> lines) throws ParseFailure {
        Open file = new Open(null);
        open.push(file);
        for (Line line : lines) {
            pieces(line);
        }
        Open last = open.element();
        if (last != file) {
            throw new ParseFailure(
                    last.head.place(),
                    "the { of " + last.head.text() + " is never closed",
                    "write a } where the block ends");
        }
        settle(file);
        return file.body;
    }

    /** Braces outside of double quotes stand on their own, wherever they are in a line. */
    private void pieces(Line line) throws ParseFailure {
        String text = line.text();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            quoted ^= character == '"';
            if (!quoted && (character == '{' || character == '}')) {
                text(line.place(), text.substring(start, i));
                start = i + 1;
                brace(character, line.place());
            }
        }
        text(line.place(), text.substring(start));
    }

    private void text(Place place, String piece) {
        String text = piece.strip();
        // A lone quote that is never closed is no word.
        if (!text.isEmpty() && !Tokenizer.plain(text).isEmpty()) {
            settle(open.element());
            open.element().pending = new Line(place, text);
        }
    }

    private void settle(Open block) {
        if (block.pending != null) {
            Line line = block.pending;
            block.body.add(new Statement(
                    line.place(), line.place().line(), line.text(), Tokenizer.plain(line.text()), false, List.of()));
            block.pending = null;
        }
    }

    private void brace(char brace, Place place) throws ParseFailure {
        Open block = open.element();
        if (brace == '{') {
            if (open.size() > Limits.BLOCK_DEPTH) {
                throw new ParseFailure(
                        place, "blocks are more than " + Limits.BLOCK_DEPTH + " deep", "see whether a } is missing");
            }
            if (block.pending == null) {
                remarks.add(new Remark(place, "a { without a word before it: keepalived ignores it"));
            }
            open.push(new Open(block.pending == null ? new Line(place, "{") : block.pending));
            block.pending = null;
            return;
        }
        if (open.size() == 1) {
            throw new ParseFailure(place, "there is a } without its {", "take it out, or write the { where it belongs");
        }
        settle(block);
        open.pop();
        Line head = block.head;
        boolean sameFile = head.place().file().equals(place.file());
        open.element()
                .body
                .add(new Statement(
                        head.place(),
                        sameFile ? place.line() : head.place().line(),
                        head.text(),
                        Tokenizer.plain(head.text()),
                        true,
                        block.body));
    }
}
