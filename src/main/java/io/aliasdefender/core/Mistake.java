package io.aliasdefender.core;

import java.util.Arrays;
import java.util.Optional;

/** An error of this program itself, in one line that is enough to find its place. */
public final class Mistake {
    private static final String OURS = Mistake.class.getPackageName().replaceFirst("\\.[^.]*$", ".");

    private Mistake() {}

    /** What it is, what it says, and where in our own code it came up. */
    public static String describe(Throwable mistake) {
        return mistake.toString().replaceAll("\\s+", " ") + place(mistake).orElse("");
    }

    private static Optional<String> place(Throwable mistake) {
        StackTraceElement[] stack = mistake.getStackTrace();
        return Arrays.stream(stack)
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")");
    }
}
