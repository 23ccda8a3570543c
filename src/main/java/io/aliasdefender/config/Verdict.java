package io.aliasdefender.config;

/** What a scalar parser says about a text. */
sealed interface Verdict<T> {
    record Right<T>(T value) implements Verdict<T> {}

    /**
     * @param what what is wrong
     * @param remedy what to write instead
     * @param passing whether the same text may be right a moment later
     */
    record Wrong<T>(String what, String remedy, boolean passing) implements Verdict<T> {
        /** The same of what was to be made of the text. */
        <U> Verdict<U> again() {
            return new Wrong<>(what, remedy, passing);
        }
    }

    static <T> Verdict<T> right(T value) {
        return new Right<>(value);
    }

    static <T> Verdict<T> wrong(String what, String remedy) {
        return new Wrong<>(what, remedy, false);
    }

    /** Wrong, but perhaps not a moment later. */
    static <T> Verdict<T> wrongNow(String what, String remedy) {
        return new Wrong<>(what, remedy, true);
    }
}
