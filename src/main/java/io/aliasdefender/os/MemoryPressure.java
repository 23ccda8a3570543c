package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whom the kernel ends when memory is short: it is to spare the daemon (OOMScoreAdjust= of the unit), but not what that starts. */
final class MemoryPressure {
    private static final int O_WRONLY = 1;

    private final boolean spared = spared();
    private final NativeBuffer zero = NativeBuffer.allocate(1, ByteOrder.nativeOrder());

    private static boolean spared() {
        try {
            return Files.readString(Path.of("/proc/self/oom_score_adj")).startsWith("-");
        } catch (IOException notTold) {
            return false;
        }
    }

    void mayEnd(int pid) {
        if (!spared) {
            return;
        }
        int fd = Libc.open("/proc/" + pid + "/oom_score_adj", O_WRONLY | Libc.O_CLOEXEC);
        if (fd >= 0) {
            zero.bytes().put(0, "0".getBytes(StandardCharsets.US_ASCII));
            // Where that is not permitted, it is as it was.
            Libc.write(fd, zero.address(), 1);
            Libc.close(fd);
        }
    }
}
