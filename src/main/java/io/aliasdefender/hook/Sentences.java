package io.aliasdefender.hook;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.payload.Secret;
import java.net.URI;

/** What libraries and servers say, made fit for logs. */
final class Sentences {
    private static final int MOST_CHARACTERS = 200;

    private Sentences() {}

    static String of(String text) {
        return PlainText.line(text, MOST_CHARACTERS);
    }

    /** Why a file cannot be read or written. */
    static String ofDisk(Throwable failure) {
        return of(FileTrouble.sentence(failure));
    }

    /** A text without anything of a URL but its server. */
    static String without(Secret url, String text) {
        URI uri = URI.create(url.text());
        String rest = url.text().substring((uri.getScheme() + "://" + uri.getRawAuthority()).length());
        return of(rest.length() > 1 ? text.replace(rest, "/(hidden)") : text);
    }
}
