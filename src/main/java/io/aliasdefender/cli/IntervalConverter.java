package io.aliasdefender.cli;

import io.aliasdefender.config.DurationText;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an interval as the configuration does: {@code 100ms}, {@code 1s}. */
final class IntervalConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return DurationText.require(text, Policy.MIN_INTERVAL, Policy.MAX_INTERVAL);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
