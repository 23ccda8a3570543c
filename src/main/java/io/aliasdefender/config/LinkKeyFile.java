package io.aliasdefender.config;

import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys of the node link: a line {@code NUMBER BASE64} for each, one or two of them. The first signs, both verify, so
 * that a key can be exchanged without a gap. No sentence of this class has anything of a key.
 */
public final class LinkKeyFile {
    /** What HMAC-SHA-256 can make use of (RFC 2104, section 3). */
    public static final int KEY_BYTES = 32;

    public static final int MOST_KEYS = 2;
    public static final int MOST_ID = 65_535;
    private static final int MOST_KEY_BYTES = 64;
    private static final Pattern LINE = Pattern.compile("([1-9]\\d{0,4})[ \\t]+([A-Za-z0-9+/]+={0,2})");
    private static final String REMEDY = "make one by `alias-defender link-key`, and copy it to the other nodes";

    private LinkKeyFile() {}

    /** Reads it, and judges who can read or change it, as with every secret file. Blocks. */
    static Verdict<List<LinkKey>> read(String path) {
        Verdict<String> text = GuardedFile.secret(path);
        return text instanceof Verdict.Wrong<String> wrong
                ? wrong.again()
                : parse(path, ((Verdict.Right<String>) text).value());
    }

    /** @throws IllegalArgumentException with what is wrong and what to do about it */
    public static List<LinkKey> require(String path) {
        Verdict<List<LinkKey>> verdict = read(path);
        if (verdict instanceof Verdict.Wrong<List<LinkKey>> wrong) {
            throw new IllegalArgumentException(wrong.what() + "; " + wrong.remedy());
        }
        return ((Verdict.Right<List<LinkKey>>) verdict).value();
    }

    static Verdict<List<LinkKey>> parse(String path, String text) {
        List<LinkKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Optional<LinkKey> key = key(line);
            if (key.isEmpty()) {
                return Verdict.wrong("line " + number + " of " + Quoted.of(path) + " is no key of the link", REMEDY);
            }
            if (keys.stream().anyMatch(other -> other.id() == key.get().id())) {
                return Verdict.wrong(
                        Quoted.of(path) + " has two keys with the number "
                                + key.get().id(),
                        "remove one of them");
            }
            keys.add(key.get());
        }
        if (keys.isEmpty()) {
            return Verdict.wrong(Quoted.of(path) + " has no key", REMEDY);
        }
        return keys.size() <= MOST_KEYS
                ? Verdict.right(keys)
                : Verdict.wrong(Quoted.of(path) + " has more than " + MOST_KEYS + " keys", "remove the oldest");
    }

    private static Optional<LinkKey> key(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MOST_ID) {
            return Optional.empty();
        }
        try {
            int bytes = Base64.getDecoder().decode(matcher.group(2)).length;
            return bytes >= KEY_BYTES && bytes <= MOST_KEY_BYTES
                    ? Optional.of(new LinkKey(Integer.parseInt(matcher.group(1)), new Secret(matcher.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** The file's text. */
    public static String text(List<LinkKey> keys) {
        return keys.stream()
                .map(key -> key.id() + " " + key.secret().text() + "\n")
                .collect(Collectors.joining("", "# Keys of the node link. The first signs, all verify. Secret.\n", ""));
    }
}
