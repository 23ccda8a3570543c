package io.aliasdefender.hook;

import io.aliasdefender.payload.HookSpec.Mail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A mail about events, as it goes over the wire (RFC 5322): lines that end with CR LF, none of which is long. */
final class MailText {
    private static final String LINE_END = "\r\n";
    private static final int LINE_CHARACTERS = 76;

    private MailText() {}

    static String of(Mail mail, List<Told> told, Instant now) {
        Told first = told.get(0);
        String node = first.news().text("node");
        String subject = told.size() == 1 ? first.words() : told.size() + " events, first " + first.words();
        String domain = mail.from().substring(mail.from().indexOf('@') + 1);
        // The same for each attempt, so that whoever gets it twice can tell.
        String id = "alias-defender." + node + "." + first.news().sequence() + "." + told.size();
        List<String> head = List.of(
                "From: Alias Defender <" + mail.from() + ">",
                "To: " + String.join("," + LINE_END + " ", mail.to()),
                "Subject: [alias-defender] " + node + ": " + subject,
                "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)),
                "Message-ID: <" + id + "@" + domain + ">",
                // RFC 3834: nobody is to answer with a notice of absence.
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                // Whatever is in a sentence: no line is long, and none begins with a dot.
                "Content-Transfer-Encoding: base64");
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE_CHARACTERS, LINE_END.getBytes(StandardCharsets.US_ASCII));
        return String.join(LINE_END, head)
                + LINE_END
                + LINE_END
                + encoder.encodeToString(body(told).getBytes(StandardCharsets.UTF_8))
                + LINE_END;
    }

    private static String body(List<Told> told) {
        return told.stream()
                .map(one -> one.news().text("time")
                        + "  "
                        + one.news().text("level")
                        + "  "
                        + one.words()
                        + LINE_END
                        + "    "
                        + one.news().text("reason")
                        + LINE_END)
                .collect(Collectors.joining(LINE_END));
    }
}
