package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plays src/test/resources/scenarios, each several times, with other chance each time. */
@Tag("simulator")
class ScenarioTest {
    private static final int RUNS = 10;

    @TestFactory
    List<DynamicTest> scenarios() throws IOException {
        return Golden.scenarios().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)))
                .toList();
    }

    private static void play(Path file) throws IOException {
        Scenario scenario = Golden.read(file);
        for (int seed = 1; seed <= RUNS; seed++) {
            ScenarioRun.play(scenario, seed);
        }
    }

    /** {@code scripts/simulate --golden} writes them anew. */
    @TestFactory
    List<DynamicTest> decisions() throws IOException {
        return Golden.scenarios().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)))
                .toList();
    }

    private static void compare(Path file) throws IOException {
        assertThat(Golden.play(file))
                .as("decisions of " + file + "; after a wanted change: scripts/simulate --golden")
                .isEqualTo(Files.readAllLines(Golden.decisionsOf(file)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at 1s jump web1 | x:3: 'jump' is unknown here; known: commands, cut, ",
                "at 1s start web3 | x:3: 'web3' is unknown here; known: web1, web2",
                "at soon start web1 | x:3: 'soon' is no duration; write 20ms, 1.5s or 5min",
                "at 1s start web1 for 2s | x:3: 'for' is unknown here; known: web1, web2",
                "at 1s pause web1 | x:3: 'for' is missing",
                "at 1s heal all | x:3: 'all' is too much",
                "expect web1 wins | x:3: 'wins' is unknown here; known: announces, holds, ",
                "expect web1 says quiet | x:3: a text in double quotes is missing",
                "at 1s stranger takes 192.0.2.9 | x:3: 192.0.2.9 is no alias of this scenario",
                "colour blue | x:3: 'colour' is unknown here; known: alias, checks, failback, "
            })
    void parserWhenALineIsWrongShouldSayWhereAndWhat(String line, String error) {
        assertThatThrownBy(() -> ScenarioParser.parse("x", List.of("hosts web1 web2", "alias 192.0.2.100", line)))
                .hasMessageStartingWith(error);
    }

    @Test
    void expectationWhenNotMetShouldFailWithLineAndStory() {
        Scenario scenario = ScenarioParser.parse(
                "x",
                List.of(
                        "hosts web1 web2",
                        "alias 192.0.2.100",
                        "at 0s start web1 web2",
                        "expect web2 holds within 5s"));
        assertThatThrownBy(() -> ScenarioRun.play(scenario, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("x:4: expect web2 holds within 5s")
                .hasMessageContaining("web1 HAS 192.0.2.100");
    }

    @Test
    void documentationShouldPointAtEachScenario() throws IOException {
        String text = Files.readString(Path.of("docs/FAILOVER.md"));
        assertThat(Golden.scenarios().stream()
                        .map(file -> file.getFileName().toString().replace(".scenario", "")))
                .allSatisfy(name -> assertThat(text)
                        .contains("[" + name + "]: ../src/test/resources/scenarios/" + name + ".scenario")
                        .containsPattern("\\[" + name + "\\][^:]"));
    }

    @Test
    void thereShouldBeAScenarioForEachThingThatCanBeDone() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : Golden.scenarios()) {
            all.append(Files.readString(file));
        }
        assertThat(ScenarioParser.ACTIONS).allSatisfy(word -> assertThat(all).containsPattern("(?m)^at \\S+ +" + word));
        assertThat(ScenarioParser.SETTINGS).allSatisfy(word -> assertThat(all).containsPattern("(?m)^" + word));
    }
}
