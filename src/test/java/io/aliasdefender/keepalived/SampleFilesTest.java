package io.aliasdefender.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.Finding;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.keepalived.ImportRequest.HostHint;
import io.aliasdefender.keepalived.KeepalivedImport.Imported;
import io.aliasdefender.keepalived.parse.DiskSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as people have them under {@code keepalived}, with what is expected of each in a file {@code .expected}:
 *
 * <pre>
 * import FILE [NAME=FILE|ADDRESS]...   what is imported
 * has LINE                             a line of the configuration
 * lacks TEXT                           nowhere in the configuration
 * never TEXT                           nor in the report
 * order NAME...                        the nodes
 * after TEXT: LINE                     among the lines of the alias with this address
 * note [FILE:]LINE[-LAST] KIND: TEXT   in the report
 * right                                a defender would take it
 * missing WORD                         it would not, because of what only people know
 * </pre>
 */
class SampleFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/keepalived");
    private static final Pattern NOTE = Pattern.compile(
            "(?:(\\S+):)?(\\d+)(?:-(\\d+))? (carried over|approximated|no counterpart|needs your answer): (.*)");

    static List<Path> expectations() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".expected"))
                    .sorted()
                    .toList();
        }
    }

    static Imported imported(String file, String... peers) throws Exception {
        List<HostHint> hints = new ArrayList<>();
        for (String peer : peers) {
            String[] parts = peer.split("=", 2);
            Optional<IpAddress> address = IpAddress.parse(parts[1]);
            hints.add(new HostHint(
                    Optional.of(parts[0]),
                    address.isPresent() ? Optional.empty() : Optional.of(FOLDER.resolve(parts[1])),
                    address));
        }
        return KeepalivedImport.of(new ImportRequest(
                FOLDER.resolve(file),
                HostHint.NONE,
                hints,
                new DiskSources(),
                KernelView.EMPTY,
                name -> Optional.of("/usr/bin/" + name)));
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void fileWhenImportedShouldBecomeWhatIsExpected(Path expectation) throws Exception {
        List<String> lines = Files.readAllLines(expectation).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        String[] words = lines.get(0).split("\\s+");
        Imported imported = imported(words[1], Arrays.copyOfRange(words, 2, words.length));
        List<String> yaml = imported.yaml().lines().map(String::strip).toList();
        String report = String.join("\n", imported.report());
        for (String line : lines.subList(1, lines.size())) {
            String value = line.replaceFirst("^\\S+\\s*", "");
            switch (line.split("\\s+", 2)[0]) {
                case "has" -> assertThat(yaml).as(imported.yaml()).contains(value);
                case "lacks" -> assertThat(withoutHead(imported.yaml())).doesNotContain(value.replace("\\r", "\r"));
                case "never" -> assertThat(imported.yaml() + report).doesNotContain(value);
                case "order" -> assertThat(nodes(yaml)).isEqualTo(List.of(value.split("\\s+")));
                case "after" ->
                    assertThat(blockOf(yaml, value.split(": ", 2)[0])).contains(value.split(": ", 2)[1]);
                case "note" -> assertThat(imported.notes()).as(report).anyMatch(note -> fits(note, value, words[1]));
                case "right" ->
                    assertThat(SelfCheck.of("x.yaml", imported.yaml()).errors()).isEmpty();
                case "missing" ->
                    assertThat(SelfCheck.of("x.yaml", imported.yaml()).errors())
                            .as(imported.yaml())
                            .isNotEmpty()
                            .allMatch(error -> error.what().contains("\"?\""));
                default -> throw new AssertionError("unknown: " + line);
            }
        }
        assertThat(SelfCheck.of("x.yaml", imported.yaml()).warnings().stream().map(Finding::what))
                .noneMatch(warning -> warning.contains("check"));
    }

    /** What keeps people from overlooking a line: each one is in the report. */
    @ParameterizedTest
    @MethodSource("expectations")
    void lineWhenImportedShouldNeverBeLostWithoutAReason(Path expectation) throws Exception {
        String[] words = Files.readAllLines(expectation).stream()
                .filter(line -> line.startsWith("import"))
                .findFirst()
                .orElseThrow()
                .split("\\s+");

        assertThat(imported(words[1], Arrays.copyOfRange(words, 2, words.length))
                        .notes())
                .noneMatch(note -> note.text().endsWith(": nothing was made of it"));
    }

    /** It names the files, whose names are words that the file itself must not become. */
    private static String withoutHead(String yaml) {
        return yaml.substring(yaml.indexOf("nodes:"));
    }

    private static List<String> nodes(List<String> yaml) {
        return yaml.subList(yaml.indexOf("nodes:") + 1, yaml.indexOf("aliases:")).stream()
                .filter(line -> !line.startsWith("#") && !line.isEmpty())
                .map(line -> line.replaceFirst(":.*", ""))
                .toList();
    }

    private static List<String> blockOf(List<String> yaml, String address) {
        List<String> rest = yaml.subList(yaml.indexOf("- address: " + address) + 1, yaml.size());
        return rest.stream()
                .takeWhile(line -> !line.startsWith("- ") && !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static boolean fits(Note note, String wanted, String file) {
        Matcher matcher = NOTE.matcher(wanted);
        assertThat(matcher.matches()).as(wanted).isTrue();
        String name = Optional.ofNullable(matcher.group(1)).orElse(file);
        return note.place().file().endsWith(name)
                && note.place().line() == Integer.parseInt(matcher.group(2))
                && (matcher.group(3) == null || note.lastLine() == Integer.parseInt(matcher.group(3)))
                && note.kind().toString().equals(matcher.group(4))
                && note.text().contains(matcher.group(5));
    }
}
