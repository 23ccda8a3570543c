package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Globals;
import io.aliasdefender.keepalived.HostConfig.SyncGroup;
import io.aliasdefender.keepalived.HostConfig.Track;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code vrrp_sync_group}. */
final class SyncGroupReader {
    private final Notes notes;
    private final TrackReader tracks;
    private final HookReader hooks;
    private final List<String> members = new ArrayList<>();
    private final List<Track> tracked = new ArrayList<>();
    private boolean mail;
    private boolean weights;

    SyncGroupReader(Notes notes, TrackReader tracks, Globals globals) {
        this.notes = notes;
        this.tracks = tracks;
        this.hooks = new HookReader(notes, globals);
        this.mail = globals.mail().alert();
    }

    SyncGroup read(Statement block) {
        notes.carried(block, block.text() + ": a group of the aliases of its instances");
        block.body().forEach(statement -> word(block, statement));
        return new SyncGroup(
                block.argument(1).orElse("group"),
                block,
                List.copyOf(members),
                List.copyOf(tracked),
                hooks.hooks(),
                mail,
                weights);
    }

    private void word(Statement block, Statement statement) {
        switch (statement.keyword()) {
            case "group" -> {
                // One name a line, but nothing keeps people from writing more.
                for (Statement line : statement.body()) {
                    members.addAll(line.words());
                    notes.carried(line, line.text() + ": its aliases are in the group");
                }
            }
            case "track_script", "track_process", "track_file", "track_interface" ->
                statement.body().forEach(line -> tracks.track(statement, line).ifPresent(tracked::add));
            case "track_bfd" -> InstanceReader.bfd(statement, notes);
            case "smtp_alert" -> {
                mail = GlobalsReader.isOn(statement);
                notes.approximated(statement, statement.text() + ": a hook of kind mail");
            }
            case "sync_group_tracking_weight", "global_tracking" -> {
                weights = true;
                notes.carried(statement, statement.text() + ": checks with weights count");
            }
            case "notify_priority_changes" ->
                notes.missing(
                        statement,
                        statement.text() + ": a FIFO for events; use hooks, or `alias-defender watch --json`");
            default -> {
                if (!hooks.read(statement)) {
                    HostReader.unknown(statement, notes, Optional.of(block));
                }
            }
        }
    }
}
