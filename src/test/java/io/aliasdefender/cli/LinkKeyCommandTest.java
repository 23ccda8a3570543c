package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.payload.LinkKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LinkKeyCommandTest {
    @TempDir
    private Path folder;

    private Path file;
    private final StringWriter told = new StringWriter();

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("link.key");
    }

    private int run(String... arguments) {
        CommandLine line = CommandTree.commandLine();
        line.setOut(new PrintWriter(told, true)).setErr(new PrintWriter(told, true));
        String[] all = new String[arguments.length + 3];
        all[0] = "link-key";
        all[1] = "--key-file";
        all[2] = file.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return line.execute(all);
    }

    private List<LinkKey> keys() {
        List<LinkKey> keys = LinkKeyFile.require(file.toString());
        keys.forEach(
                key -> assertThat(told.toString()).doesNotContain(key.secret().text()));
        return keys;
    }

    @Test
    void keyWhenMadeShouldBeForItsOwnerAndNeverPrinted() throws Exception {
        assertThat(run()).isZero();

        assertThat(keys()).hasSize(1);
        assertThat(Files.getPosixFilePermissions(file))
                .doesNotContain(
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_WRITE);
        assertThat(told.toString())
                .contains("a new key, number " + keys().get(0).id(), "on every other node");
    }

    @Test
    void keyWhenThereIsOneShouldNotBeReplaced() throws Exception {
        run();
        String before = Files.readString(file);

        assertThat(run()).isEqualTo(Main.FAILED);
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(told.toString()).contains("is there already");
    }

    @Test
    void keyWhenExchangedShouldFirstBeAddedAndThenStayAlone() {
        run();
        LinkKey first = keys().get(0);

        assertThat(run("--retire")).isEqualTo(Main.FAILED);
        assertThat(run("--add")).isZero();
        List<LinkKey> both = keys();
        assertThat(both).hasSize(2).startsWith(first);
        assertThat(run("--add")).isEqualTo(Main.FAILED);
        assertThat(run("--retire")).isZero();
        assertThat(keys()).containsExactly(both.get(1));
    }

    @Test
    void keyWhenAddedToNoFileShouldFailWithWhatToDo() {
        assertThat(run("--add")).isEqualTo(Main.FAILED);
        assertThat(told.toString()).contains("is not there");
    }
}
