package io.aliasdefender.check;

import io.aliasdefender.payload.CheckKind.FileThere;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Whether a file is there, or is not. */
final class FileCheck implements Check {
    private final FileThere file;
    private final Facilities facilities;

    FileCheck(FileThere file, Facilities facilities) {
        this.file = file;
        this.facilities = facilities;
    }

    @Override
    public Future<Result> run() {
        return facilities.blocking(() -> judge(isThere()));
    }

    private Result judge(boolean there) {
        String sentence = file.path() + (there ? " is there" : " is not there");
        return there == file.present() ? Result.passed(sentence) : Result.failed(sentence);
    }

    /** @throws IOException whether it is there cannot be told */
    private boolean isThere() throws IOException {
        try {
            Files.readAttributes(Path.of(file.path()), BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException absent) {
            return false;
        } catch (AccessDeniedException hidden) {
            throw new IOException("this daemon may not look at " + file.path(), hidden);
        }
    }

    /** The thread that looks comes back when the file's server does. */
    @Override
    public void giveUp() {}
}
