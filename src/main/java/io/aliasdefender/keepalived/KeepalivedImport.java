package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.ImportRequest.HostHint;
import io.aliasdefender.keepalived.Note.Kind;
import io.aliasdefender.keepalived.parse.ParseFailure;
import io.aliasdefender.keepalived.parse.ParsedFile;
import io.aliasdefender.keepalived.parse.Place;
import io.aliasdefender.keepalived.parse.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a configuration of ours out of the files of keepalived. */
public final class KeepalivedImport {
    private final ImportRequest request;
    private final Notes notes = new Notes();
    private final List<HostConfig> views = new ArrayList<>();
    private final List<HostHint> hints = new ArrayList<>();
    private final List<ParsedFile> parsed = new ArrayList<>();

    private KeepalivedImport(ImportRequest request) {
        this.request = request;
    }

    /**
     * @param yaml the configuration, with comments
     * @param notes what became of each line
     */
    public record Imported(String yaml, List<Note> notes) {
        public Imported {
            notes = List.copyOf(notes);
        }

        /** The notes as lines for people. */
        public List<String> report() {
            return ReportText.of(notes);
        }

        /** How many questions are open. */
        public long questions() {
            return notes.stream()
                    .filter(note -> note.kind() == Kind.NEEDS_ANSWER)
                    .count();
        }
    }

    /** @throws ParseFailure when a file cannot be read, or has no addresses */
    public static Imported of(ImportRequest request) throws ParseFailure {
        return new KeepalivedImport(request).imported();
    }

    private Imported imported() throws ParseFailure {
        hosts(request.file(), request.self());
        List<HostHint> without = new ArrayList<>();
        for (HostHint peer : request.peers()) {
            if (peer.file().isPresent()) {
                peer(peer.file().get(), peer);
            } else if (!completed(peer)) {
                without.add(peer);
            }
        }
        if (views.stream()
                .flatMap(view -> view.instances().stream())
                .allMatch(one -> one.addresses().isEmpty())) {
            throw new ParseFailure(
                    new Place(request.file().toString(), 0),
                    "there is no vrrp_instance with an address in it",
                    "name the file that keepalived is started with");
        }
        List<Member> members = Cluster.of(views, hints, without, notes);
        Draft draft = new DraftBuilder(members, notes, request.here(), request.program()).build(head());
        noteTheRest();
        return new Imported(DraftText.of(draft), notes.all());
    }

    /** A file with lines for several hosts tells of all of them. */
    private void hosts(Path file, HostHint hint) throws ParseFailure {
        ParsedFile unnamed = ParsedFile.read(file, request.sources(), Optional.empty());
        if (unnamed.hosts().isEmpty()) {
            ParsedFile alone =
                    hint.name().isPresent() ? ParsedFile.read(file, request.sources(), hint.name()) : unnamed;
            view(file, alone, Optional.empty(), hint);
            return;
        }
        Set<String> names = new LinkedHashSet<>(unnamed.hosts());
        for (String name : names) {
            view(
                    file,
                    ParsedFile.read(file, request.sources(), Optional.of(name)),
                    Optional.of(name),
                    hint.name().filter(name::equals).isPresent() ? hint : HostHint.NONE);
        }
        String all = String.join(", ", names);
        if (names.size() == 1) {
            // What holds where no name fits is the file of whoever else has it.
            view(
                    file,
                    unnamed,
                    Optional.empty(),
                    new HostHint(Optional.of(Cluster.OTHER_HOST), Optional.empty(), Optional.empty()));
            notes.add(
                    new Place(file.toString(), 0),
                    0,
                    Kind.NEEDS_ANSWER,
                    "its lines with @ name only " + all
                            + ", so that the other host is what is left of the file without them. Which name has it?");
        } else {
            notes.add(
                    new Place(file.toString(), 0),
                    0,
                    Kind.APPROXIMATED,
                    "one file for " + all
                            + ", by its lines with @. On a host of another name keepalived runs with what is left"
                            + " of it without them; if there is such a host, it is missing here");
        }
    }

    private void peer(Path file, HostHint hint) throws ParseFailure {
        view(file, ParsedFile.read(file, request.sources(), hint.name()), Optional.empty(), hint);
    }

    private void view(Path file, ParsedFile found, Optional<String> host, HostHint hint) {
        parsed.add(found);
        views.add(HostReader.read(file.toString(), found, host, notes));
        hints.add(hint);
    }

    /** The address of a host whose file is given, too. */
    private boolean completed(HostHint peer) {
        for (int i = 0; i < hints.size(); i++) {
            HostHint hint = hints.get(i);
            if (hint.name().equals(peer.name()) || views.get(i).host().equals(peer.name())) {
                hints.set(
                        i, new HostHint(peer.name(), hint.file(), peer.address().or(hint::address)));
                return true;
            }
        }
        return false;
    }

    private List<String> head() {
        Set<String> files = new LinkedHashSet<>();
        views.forEach(view -> files.add(Path.of(view.file()).getFileName().toString()));
        return List.of(
                "Made by \"alias-defender import\" out of " + String.join(", ", files)
                        + " of keepalived. The same file for all" + " nodes.",
                "What stands behind QUESTION could not be known; what could not be carried over is in the report.");
    }

    /** Nothing gets lost without a word, whatever the readers forgot. */
    private void noteTheRest() {
        parsed.forEach(file -> file.statements().forEach(this::noteTheRest));
    }

    private void noteTheRest(Statement statement) {
        if (statement.body().isEmpty() && !notes.mentions(statement.place())) {
            notes.missing(statement, statement.text() + ": nothing was made of it");
        }
        if (Vocabulary.top(statement.keyword()).isEmpty() || !notes.mentions(statement.place())) {
            statement.body().forEach(this::noteTheRest);
        }
    }
}
