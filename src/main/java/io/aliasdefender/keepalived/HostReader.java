package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Globals;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.SyncGroup;
import io.aliasdefender.keepalived.Note.Kind;
import io.aliasdefender.keepalived.parse.ParsedFile;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what stands outside of any block, in the order of the file, which decides what is known where. */
final class HostReader {
    private static final Set<String> BALANCER = Set.of("virtual_server", "virtual_server_group");

    private final Notes notes;
    private final TrackReader tracks;
    private final List<SyncGroup> groups = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Statement> instanceLines = new HashMap<>();

    private HostReader(ParsedFile parsed, Notes notes) {
        this.notes = notes;
        this.tracks = new TrackReader(parsed.statements(), notes);
    }

    /** @param file how it is called */
    static HostConfig read(String file, ParsedFile parsed, Optional<String> host, Notes notes) {
        parsed.remarks()
                .forEach(remark -> notes.add(remark.place(), remark.place().line(), Kind.NEEDS_ANSWER, remark.text()));
        HostReader reader = new HostReader(parsed, notes);
        // What holds for the whole file may stand at its end.
        Globals globals = new GlobalsReader(notes).read(parsed.statements());
        for (Statement statement : parsed.statements()) {
            reader.top(statement, globals);
        }
        reader.tracks.noteUnused();
        return new HostConfig(
                file,
                host,
                globals,
                reader.tracks.scripts(),
                reader.tracks.processes(),
                reader.tracks.files(),
                reader.groups,
                reader.instances);
    }

    private void top(Statement statement, Globals globals) {
        switch (statement.keyword()) {
            case "global_defs" -> {
                // Read already.
            }
            case "vrrp_script" -> tracks.script(statement, globals);
            case "vrrp_track_process", "track_process" -> tracks.process(statement);
            case "vrrp_track_file", "track_file" -> tracks.file(statement);
            case "vrrp_sync_group" -> groups.add(new SyncGroupReader(notes, tracks, globals).read(statement));
            case "vrrp_instance" -> instance(statement, globals);
            default -> other(statement);
        }
    }

    private void instance(Statement statement, Globals globals) {
        Statement earlier = instanceLines.putIfAbsent(statement.argument(1).orElse(""), statement);
        if (earlier != null) {
            notes.ask(
                    statement,
                    statement.text() + " is there already in line "
                            + earlier.place().line() + ": keepalived refuses the second one, and nothing was made"
                            + " of it");
            return;
        }
        instances.add(new InstanceReader(notes, tracks, globals).read(statement));
    }

    private void other(Statement statement) {
        Optional<Vocabulary.Meaning> meaning = Vocabulary.top(statement.keyword());
        if (meaning.isPresent()) {
            notes.add(
                    statement,
                    meaning.get().kind(),
                    statement.text() + ": " + meaning.get().text()
                            + (BALANCER.contains(statement.keyword())
                                    ? "; its real servers are no hosts of ours, and its weights and scripts decide nothing about"
                                            + " addresses"
                                    : ""));
        } else {
            unknown(statement, notes, Optional.empty());
        }
    }

    /**
     * Says that nothing was made of something.
     *
     * @param block the block that it stands in
     */
    static void unknown(Statement statement, Notes notes, Optional<Statement> block) {
        String around = block.map(Statement::text).orElse("the file");
        notes.missing(
                statement,
                "unknown word " + statement.keyword() + " in " + around
                        + "; see whether it is misspelt: nothing was made"
                        + " of it"
                        + (statement.block() && block.isPresent()
                                ? ". keepalived 2.2 takes the } of such a block for the end of " + around
                                        + ", so that what follows has no effect there"
                                : ""));
    }
}
