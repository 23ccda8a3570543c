package io.aliasdefender.failover;

import io.aliasdefender.files.OwnFile;
import io.aliasdefender.payload.Maintenance;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Whether this node is in maintenance, over restarts and reboots. Everything here blocks. */
final class MaintenanceFile {
    private static final int MAX_BYTES = 8 << 10;

    private static final String NAME = "maintenance.json";

    private final Path file;
    private final Path earlier;

    /**
     * @param lasting what is in it outlives a reboot
     * @param state where earlier versions kept it; may be the same
     */
    MaintenanceFile(Path lasting, Path state) {
        file = lasting.resolve(NAME);
        earlier = state.resolve(NAME);
    }

    /**
     * What it says.
     *
     * @throws IOException when there is a file that cannot be understood: better to be told than to guess
     */
    Optional<Maintenance> read() throws IOException {
        Optional<Maintenance> found = read(file);
        return found.isPresent() || earlier.equals(file) ? found : read(earlier);
    }

    private static Optional<Maintenance> read(Path file) throws IOException {
        try {
            byte[] content = OwnFile.read(file, MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(file + " is too large to be ours");
            }
            JsonObject json = (JsonObject) Json.decodeValue(new String(content, StandardCharsets.UTF_8));
            Optional<String> until = Optional.ofNullable(json.getString("until"));
            return Optional.of(new Maintenance(
                    json.getString("reason"), Instant.parse(json.getString("since")), until.map(Instant::parse)));
        } catch (NoSuchFileException inService) {
            return Optional.empty();
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeParseException broken) {
            throw new IOException(file + " is not as we wrote it", broken);
        }
    }

    void write(Optional<Maintenance> maintenance) throws IOException {
        if (maintenance.isEmpty()) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(earlier);
            return;
        }
        JsonObject json = new JsonObject()
                .put("reason", maintenance.get().reason())
                .put("since", maintenance.get().since().toString())
                .put("until", maintenance.get().until().map(Object::toString).orElse(null));
        OwnFile.replaceForGood(file, json.encode().getBytes(StandardCharsets.UTF_8));
        if (!earlier.equals(file)) {
            Files.deleteIfExists(earlier);
        }
    }
}
