package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMonitorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "monitor",
                "monitor -c web.yaml",
                "monitor --config web.yaml",
                "monitor --node web1 --state /run/other",
                "monitor --log-to syslog --state /run/alias-defender --config /etc/hostname.alias",
                "monitor --log-level debug --log-to STDERR"
            })
    void commandWhenItsLineIsPlainShouldBeWhatTheLibraryMakesOfIt(String line) {
        String[] arguments = line.split(" ");
        Object byLibrary = CommandTree.commandLine()
                .parseArgs(arguments)
                .subcommand()
                .commandSpec()
                .userObject();

        assertThat(PlainMonitor.of(arguments).orElseThrow())
                .usingRecursiveComparison()
                .comparingOnlyFields("common", "logOptions")
                .isEqualTo(byLibrary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "Monitor",
                "monitor --help",
                "monitor --config",
                "monitor web.yaml",
                "monitor --config=web.yaml",
                "monitor -cweb.yaml",
                "monitor --config --node",
                "monitor --config @arguments",
                "monitor --config a.yaml --config b.yaml",
                "monitor -c a.yaml --config b.yaml",
                "monitor --log-level loud",
                "monitor --log-to nowhere",
                "monitor --unknown option"
            })
    void commandWhenItsLineIsNotPlainShouldBeLeftToTheLibrary(String line) {
        assertThat(PlainMonitor.of(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEmpty();
    }
}
