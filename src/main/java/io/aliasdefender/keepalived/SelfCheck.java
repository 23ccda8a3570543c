package io.aliasdefender.keepalived;

import io.aliasdefender.config.Finding;
import io.aliasdefender.config.OffHostValidation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what the import has made as the defender will, on each of its nodes. */
public final class SelfCheck {
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
        OffHostValidation judged = OffHostValidation.read(fileName, yaml.getBytes(StandardCharsets.UTF_8));
        return new Result(judged.errors(), judged.warnings());
    }
}
