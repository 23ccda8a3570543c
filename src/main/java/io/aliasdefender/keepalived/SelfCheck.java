package io.aliasdefender.keepalived;

import io.aliasdefender.config.Elsewhere;
import io.aliasdefender.config.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the import has made as the defender will, on each of its nodes. */
public final class SelfCheck {
    /** Keys that the import writes and the reader does not know yet: the only mistakes that are none. */
    private static final Set<String> NOT_READ_YET = Set.of("hooks");

    private static final Pattern UNKNOWN = Pattern.compile("unknown key \"([a-z-]+)\" in .*");

    private SelfCheck() {}

    /** @param errors what has to be changed before a defender takes it */
    public record Result(List<Finding> errors, List<Finding> warnings) {
        public Result {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** @param fileName how it is called in the findings */
    public static Result of(String fileName, String yaml) {
        Elsewhere judged = Elsewhere.read(fileName, yaml.getBytes(StandardCharsets.UTF_8));
        return new Result(
                judged.errors().stream().filter(error -> !isKnownLater(error)).toList(), judged.warnings());
    }

    private static boolean isKnownLater(Finding error) {
        Matcher matcher = UNKNOWN.matcher(error.what());
        return matcher.matches() && NOT_READ_YET.contains(matcher.group(1));
    }
}
