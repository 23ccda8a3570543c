package io.aliasdefender.check;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Says which process is the one. */
interface PidSource {
    /** Its number; fails with a sentence where there is none. */
    Future<Integer> find();

    void giveUp();

    /** The first line of a file. */
    static PidSource file(String path, Facilities facilities) {
        return new PidSource() {
            @Override
            public Future<Integer> find() {
                return facilities.blocking(() -> read(path));
            }

            @Override
            public void giveUp() {}
        };
    }

    private static int read(String path) throws IOException {
        final int most = 32;
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            String text = new String(file.readNBytes(most), StandardCharsets.US_ASCII);
            String line = text.lines().findFirst().orElse("").strip();
            if (!line.matches("[1-9]\\d{0,8}")) {
                throw new IOException(path + " does not begin with the number of a process");
            }
            return Integer.parseInt(line);
        } catch (NoSuchFileException absent) {
            throw new IOException(path + " is not there", absent);
        } catch (AccessDeniedException hidden) {
            throw new IOException("this daemon may not read " + path, hidden);
        }
    }

    /** The main process of a unit. */
    static PidSource unit(String unit, Systemd systemd) {
        return new PidSource() {
            @Override
            public Future<Integer> find() {
                return systemd.ask("MainPID", "ActiveState").compose(properties -> main(unit, properties));
            }

            @Override
            public void giveUp() {
                systemd.giveUp();
            }
        };
    }

    private static Future<Integer> main(String unit, Map<String, String> properties) {
        String pid = properties.getOrDefault("MainPID", "0");
        return pid.matches("[1-9]\\d{0,8}")
                ? Future.succeededFuture(Integer.valueOf(pid))
                : Future.failedFuture(
                        unit + " has no main process (" + properties.getOrDefault("ActiveState", "unknown") + ")");
    }
}
