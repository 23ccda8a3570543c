package io.aliasdefender.core;

import java.util.Arrays;
import java.util.Optional;

/** An error of this program itself, in one line that is enough to find its place. */
public final class ProgramError {
    private static final String OURS = ProgramError.class.getPackageName().replaceFirst("\\.[^.]*$", ".");

    private ProgramError() {}

    /** What it is, what it says, and where in our own code it came up. */
    public static String describe(Throwable error) {
        return error.toString().replaceAll("\\s+", " ") + place(error).orElse("");
    }

    private static Optional<String> place(Throwable error) {
        StackTraceElement[] stack = error.getStackTrace();
        return Arrays.stream(stack)
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")");
    }
}
