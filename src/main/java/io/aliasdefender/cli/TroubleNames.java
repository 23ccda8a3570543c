package io.aliasdefender.cli;

import io.aliasdefender.lab.Trouble;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a measurement does to its defenders, by short names: {@code power-off}. */
final class TroubleNames implements ITypeConverter<Trouble>, Iterable<String> {
    @Override
    public Trouble convert(String text) {
        return Trouble.parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not among " + Trouble.options()));
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Trouble.values()).map(Trouble::option).iterator();
    }
}
