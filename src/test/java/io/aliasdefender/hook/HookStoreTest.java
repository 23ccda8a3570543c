package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookStoreTest {
    @TempDir
    private Path folder;

    private HookStore store;
    private Path queue;

    @BeforeEach
    void make() {
        store = new HookStore(folder.resolve("hooks"), "0123");
        queue = folder.resolve("hooks/0123.queue");
    }

    private List<Long> pending() throws IOException {
        return store.load().pending().stream().map(Told::number).toList();
    }

    @Test
    void whatWasKeptShouldBeThereForTheNextDaemonAndForNobodyElse() throws IOException {
        store.append(List.of(Some.told(1), Some.told(2)));
        store.append(List.of(Some.told(3)));
        store.sent(new HookStore.Done(1, 1));

        HookStore.Kept kept = new HookStore(folder.resolve("hooks"), "0123").load();
        assertThat(kept.pending()).containsExactly(Some.told(2), Some.told(3));
        assertThat(kept.last()).isEqualTo(3);
        assertThat(kept.torn()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(queue)))
                .isEqualTo("rw-------");
    }

    @Test
    void storeOfWhichThereIsNothingShouldBeEmpty() throws IOException {
        assertThat(store.load()).isEqualTo(new HookStore.Kept(List.of(), 0, 0, 0));
        assertThat(HookStore.ids(folder.resolve("hooks"))).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void lineThatACrashToreShouldBeLeftOutAndSpoilNoOther() throws IOException {
        store.append(List.of(Some.told(1)));
        Files.writeString(queue, "2 {\"event\":\"took-o", StandardOpenOption.APPEND);
        store.append(List.of(Some.told(3)));

        assertThat(pending()).containsExactly(1L, 3L);
        assertThat(store.load().torn()).isEqualTo(1);
    }

    @Test
    void fileOfGarbageShouldBeReadAsFarAsItCanBe() throws IOException {
        store.append(List.of(Some.told(7)));
        byte[] garbage = {
            (byte) 0xff, 0, 10, '9', ' ', '[', ']', 10, '8', ' ', '{', '}', 10, ' ', 10, '-', '1', ' ', '1', 10
        };
        Files.write(queue, garbage, StandardOpenOption.APPEND);
        store.append(List.of(Some.told(8)));
        Files.writeString(folder.resolve("hooks/0123.sent"), "none\n");

        assertThat(pending()).containsExactly(7L, 8L);
        assertThat(store.load().torn()).isEqualTo(5);
    }

    /** The disk may keep a part of what was written before a loss of power twice. */
    @Test
    void lineThatComesTwiceShouldCountOnce() throws IOException {
        store.append(List.of(Some.told(1), Some.told(2)));
        store.append(List.of(Some.told(1), Some.told(2), Some.told(3)));

        assertThat(pending()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void rewritingShouldLeaveWhatIsYetToBeToldAndNumbersShouldGoOn() throws IOException {
        store.append(List.of(Some.told(1), Some.told(2)));
        store.sent(new HookStore.Done(1, 1));
        store.rewrite(List.of(Some.told(2)));
        assertThat(pending()).containsExactly(2L);

        store.sent(new HookStore.Done(2, 5));
        store.rewrite(List.of());
        assertThat(store.load()).isEqualTo(new HookStore.Kept(List.of(), 2, 5, 0));
        assertThat(store.bytes()).isZero();
    }

    @Test
    void linkInThePlaceOfTheFileShouldNotBeFollowed() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");
        store.append(List.of(Some.told(1)));
        Files.delete(queue);
        Files.createSymbolicLink(queue, other);

        assertThatThrownBy(() -> store.append(List.of(Some.told(2)))).isInstanceOf(IOException.class);
        assertThat(other).isEmptyFile();
    }

    @Test
    void filesOfAHookShouldBeFoundByItsNameAndGoWithIt() throws IOException {
        store.append(List.of(Some.told(1)));
        store.sent(new HookStore.Done(1, 1));
        assertThat(HookStore.ids(folder.resolve("hooks"))).containsExactly("0123");

        store.delete();
        assertThat(folder.resolve("hooks")).isEmptyDirectory();
    }
}
