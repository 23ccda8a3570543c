package io.aliasdefender.keepalived.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files that are nowhere. */
public final class MemorySources implements Sources {
    private final Map<Path, byte[]> files = new HashMap<>();

    public MemorySources with(String path, String content) {
        return with(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public MemorySources with(String path, byte[] content) {
        files.put(Path.of(path), content.clone());
        return this;
    }

    @Override
    public byte[] read(Path file) throws IOException {
        byte[] content = files.get(file);
        if (content == null) {
            throw new IOException("there is no such file");
        }
        return content.clone();
    }

    @Override
    public List<Path> matching(Path folder, String pattern) {
        Path whole = folder.resolve(pattern).normalize();
        return files.keySet().stream()
                .filter(file -> file.equals(whole)
                        || folder.equals(file.getParent())
                                && Wildcard.matches(pattern, file.getFileName().toString()))
                .sorted()
                .toList();
    }
}
