package io.aliasdefender.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What figures are worth nothing without.
 *
 * @param loadAverage of the last minute
 */
record TestMachine(String date, int cores, String kernel, String jdk, String loadAverage) {
    static TestMachine now() {
        return new TestMachine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                firstWord(Path.of("/proc/loadavg")));
    }

    private static String firstWord(Path file) {
        try {
            return Files.readString(file).split(" ")[0];
        } catch (IOException unknown) {
            return "unknown";
        }
    }
}
