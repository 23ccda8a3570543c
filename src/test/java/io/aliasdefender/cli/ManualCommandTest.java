package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManualCommandTest {
    private static final Pattern KEY = Pattern.compile("^\\| \\[`([a-z:-]+(?: [a-z-]+)?)`]", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @BeforeEach
    void write() {
        int status = CommandTree.commandLine()
                .execute(
                        "manual",
                        "--pages=src/main/man",
                        "--configuration=docs/CONFIGURATION.md",
                        "--date=2026-01-31",
                        folder.toString());
        assertThat(status).isZero();
    }

    @Test
    void manualShouldHaveEveryCommandWithEveryOption() throws IOException {
        String page = Files.readString(folder.resolve("man/alias-defender.8")).replace("\\-", "-");

        for (CommandLine command : CommandTree.commandLine().getSubcommands().values()) {
            var spec = command.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                assertThat(page).contains("\\fBalias-defender " + spec.name() + " ");
                spec.options().forEach(option -> assertThat(page).contains("\\fB" + option.longestName() + "\\fR"));
            }
        }
        assertThat(page).doesNotContain("{{", "warm-up");
    }

    @Test
    void manualShouldHaveEveryKeyOfTheConfiguration() throws IOException {
        String page =
                Files.readString(folder.resolve("man/alias-defender.yaml.5")).replace("\\-", "-");
        Matcher key = KEY.matcher(Files.readString(Path.of("docs/CONFIGURATION.md")));
        int keys = 0;
        for (; key.find(); keys++) {
            assertThat(page).contains("\n\\fB" + key.group(1) + "\\fR");
        }
        assertThat(keys).isGreaterThan(20);
    }

    @Test
    void completionsShouldHaveEveryCommand() throws IOException {
        for (String file : new String[] {"alias-defender", "_alias-defender", "alias-defender.fish"}) {
            assertThat(Files.readString(folder.resolve("completions").resolve(file)))
                    .contains("monitor", "Monitor", "status", "config")
                    .doesNotContain("warm-up\n", "warm-up ");
        }
    }
}
