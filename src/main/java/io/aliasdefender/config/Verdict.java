package io.aliasdefender.config;

/** What a scalar parser says about a text. */
sealed interface Verdict<T> {
    record Right<T>(T value) implements Verdict<T> {}

    /**
     * @param what what is wrong
     * @param remedy what to write instead
     */
    record Wrong<T>(String what, String remedy) implements Verdict<T> {}

    static <T> Verdict<T> right(T value) {
        return new Right<>(value);
    }

    static <T> Verdict<T> wrong(String what, String remedy) {
        return new Wrong<>(what, remedy);
    }
}
