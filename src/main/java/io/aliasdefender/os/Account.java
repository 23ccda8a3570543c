package io.aliasdefender.os;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Optional;

/**
 * A user whom this host knows from anywhere, be it a directory service.
 *
 * @param group the one that it logs in with
 */
public record Account(int user, int group) {
    private static final int UID_OFFSET = 16;
    private static final int GID_OFFSET = 20;

    /** Blocks for as long as the system's list of users does; for any thread, one at a time. */
    public static synchronized Optional<Account> of(String name) throws IOException {
        ProcessCalls.require();
        long entry = ProcessCalls.getpwnam(name);
        if (entry == 0) {
            return Optional.empty();
        }
        Pointer fields = new Pointer(entry);
        return Optional.of(new Account(fields.getInt(UID_OFFSET), fields.getInt(GID_OFFSET)));
    }
}
