package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Globals;
import io.aliasdefender.keepalived.HostConfig.Mail;
import io.aliasdefender.keepalived.Note.Kind;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code global_defs}. */
final class GlobalsReader {
    private static final int DEFAULT_VERSION = 2;

    private final Notes notes;
    private final GarpReader garp;
    private final List<String> mailTo = new ArrayList<>();
    private Optional<Found<String>> routerId = Optional.empty();
    private int version = DEFAULT_VERSION;
    private Optional<String> scriptUser = Optional.empty();
    private Optional<String> defaultInterface = Optional.empty();
    private Optional<String> mailFrom = Optional.empty();
    private Optional<String> mailServer = Optional.empty();
    private boolean alert;

    GlobalsReader(Notes notes) {
        this.notes = notes;
        this.garp = new GarpReader(notes, "vrrp_");
    }

    /** @param file the blocks of this name, of which there may be several */
    Globals read(List<Statement> file) {
        for (Statement block : file) {
            if (block.keyword().equals("global_defs")) {
                block.body().forEach(statement -> word(statement, block));
            }
        }
        return new Globals(
                routerId,
                version,
                scriptUser,
                defaultInterface,
                new Mail(List.copyOf(mailTo), mailFrom, mailServer, alert),
                garp.garp());
    }

    private void word(Statement statement, Statement block) {
        switch (statement.keyword()) {
            case "router_id" -> {
                routerId = statement.argument(1).map(name -> new Found<>(name, statement));
                notes.approximated(statement, statement.text() + ": a label, which names the node unless you name it");
            }
            case "vrrp_version" -> version(statement);
            case "script_user" -> {
                scriptUser = statement.argument(1);
                notes.carried(statement, statement.text() + ": user: of the checks and hooks that say nothing else");
            }
            case "default_interface" -> {
                defaultInterface = statement.argument(1);
                notes.carried(statement, statement.text() + ": interface: of the aliases that say nothing else");
            }
            case "notification_email" -> statement.body().forEach(this::mailTo);
            case "notification_email_from" -> {
                mailFrom = statement.argument(1);
                mail(statement);
            }
            case "smtp_server" -> {
                mailServer = statement.argument(1);
                mail(statement);
            }
            case "smtp_connect_timeout", "smtp_helo_name", "no_email_faults", "email_faults" -> mail(statement);
            case "smtp_alert", "smtp_alert_vrrp" -> {
                alert = isOn(statement);
                mail(statement);
            }
            default -> other(statement, block);
        }
    }

    private void version(Statement statement) {
        new Numbers(notes).whole(statement, 2, 3).ifPresent(number -> version = number);
        notes.missing(statement, statement.text() + ": the VRRP protocol, which is not spoken here; nothing to do");
    }

    private void mailTo(Statement line) {
        mailTo.addAll(line.words());
        mail(line);
    }

    private void mail(Statement statement) {
        notes.add(statement, Kind.APPROXIMATED, statement.text() + ": of the mail of instances with smtp_alert");
    }

    /** A word of yes and no that means yes where nothing follows. */
    static boolean isOn(Statement statement) {
        return statement
                .argument(1)
                .map(word -> List.of("on", "true", "yes").contains(word))
                .orElse(true);
    }

    private void other(Statement statement, Statement block) {
        if (garp.read(statement)) {
            return;
        }
        Vocabulary.global(statement.keyword())
                .ifPresentOrElse(
                        meaning -> notes.add(statement, meaning.kind(), statement.text() + ": " + meaning.text()),
                        () -> HostReader.unknown(statement, notes, Optional.of(block)));
    }
}
