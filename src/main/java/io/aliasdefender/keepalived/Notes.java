package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.Note.Kind;
import io.aliasdefender.keepalived.parse.Place;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is to be reported; the same thing about the same line once, however many hosts share the file. */
final class Notes {
    private final Set<Note> notes = new LinkedHashSet<>();
    private final Set<Place> noted = new LinkedHashSet<>();

    void carried(Statement statement, String text) {
        add(statement, Kind.CARRIED_OVER, text);
    }

    void approximated(Statement statement, String text) {
        add(statement, Kind.APPROXIMATED, text);
    }

    void missing(Statement statement, String text) {
        add(statement, Kind.NO_COUNTERPART, text);
    }

    void ask(Statement statement, String text) {
        add(statement, Kind.NEEDS_ANSWER, text);
    }

    void add(Statement statement, Kind kind, String text) {
        add(statement.place(), statement.lastLine(), kind, text);
    }

    void add(Place place, int lastLine, Kind kind, String text) {
        notes.add(new Note(place, lastLine, kind, text));
        noted.add(place);
    }

    /** Whether anything was said about a line. */
    boolean mentions(Place place) {
        return noted.contains(place);
    }

    /** File after file in the order in which they were first told of, by line. */
    List<Note> all() {
        List<String> files =
                notes.stream().map(note -> note.place().file()).distinct().toList();
        List<Note> sorted = new ArrayList<>(notes);
        sorted.sort(Comparator.comparingInt(
                        (Note note) -> files.indexOf(note.place().file()))
                .thenComparingInt(note -> note.place().line())
                .thenComparing(Note::kind));
        return sorted;
    }
}
