package io.aliasdefender.files;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/** Why something could not be done with a file, for people. Some exceptions have no words but the name of their class. */
public final class FileTrouble {
    private static final Map<Class<? extends FileSystemException>, String> WITHOUT_WORDS = Map.of(
            AccessDeniedException.class, "permission denied",
            NoSuchFileException.class, "there is no such file or folder",
            FileAlreadyExistsException.class, "it is there already",
            DirectoryNotEmptyException.class, "the folder is not empty",
            NotDirectoryException.class, "it is no folder",
            FileSystemLoopException.class, "it is a circle of links");

    private FileTrouble() {}

    /** The file and why, or what the failure says where it names no file. */
    public static String sentence(Throwable failure) {
        if (!(failure instanceof FileSystemException file)) {
            return reason(failure);
        }
        String other = file.getOtherFile() == null ? "" : " -> " + file.getOtherFile();
        return file.getFile() + other + ": " + reason(file);
    }

    /** Why alone; the name of the file is for the caller to say. */
    public static String reason(Throwable failure) {
        if (!(failure instanceof FileSystemException file)) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        if (file.getReason() != null) {
            return file.getReason();
        }
        return WITHOUT_WORDS.entrySet().stream()
                .filter(known -> known.getKey().isInstance(file))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("no reason is given");
    }
}
