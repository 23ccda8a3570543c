package io.aliasdefender.link.protocol;

import java.util.Optional;

/** What came of reading bytes. */
public sealed interface Decoded<T> {
    record Right<T>(T value) implements Decoded<T> {}

    record Wrong<T>(Refusal why) implements Decoded<T> {}

    default Optional<T> found() {
        return this instanceof Right<T> right ? Optional.of(right.value()) : Optional.empty();
    }

    default Optional<Refusal> refusal() {
        return this instanceof Wrong<T> wrong ? Optional.of(wrong.why()) : Optional.empty();
    }
}
