package io.aliasdefender.os;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts programs on one event loop, without a thread for each: posix_spawn(3), a session and process group of its own,
 * nothing of this process open but one pipe for both outputs, and none of its capabilities. All calls on the loop's thread,
 * which must not be the one that probes and decides: a start takes a millisecond.
 */
public final class Children {
    private static final int STRUCTURE_BYTES = 1024;
    private static final int SIGNALS_BYTES = 256;
    private static final int GID_OFFSET = 20;
    private static final int UID_OFFSET = 16;

    private final EventLoop loop;
    private final NativeBuffer pid = NativeBuffer.allocate(Long.BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer pipe = NativeBuffer.allocate(Long.BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer actions = NativeBuffer.allocate(STRUCTURE_BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer attributes = NativeBuffer.allocate(STRUCTURE_BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer signals = NativeBuffer.allocate(SIGNALS_BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer scratch = NativeBuffer.allocate(ChildProcess.SCRATCH_BYTES, ByteOrder.nativeOrder());
    private NativeBuffer words = NativeBuffer.allocate(8 << 10, ByteOrder.nativeOrder());

    private Children(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Makes the calling thread one whose children have no capabilities and never get any: what this process was given
     * (AmbientCapabilities= of the unit) is not for them.
     *
     * @param loop of the calling thread
     * @throws IOException one sentence, where programs cannot be started so
     */
    public static Children of(EventLoop loop) throws IOException {
        ProcessCalls.require();
        // An older kernel without either gives less, and never more.
        ProcessCalls.prctl(ProcessCalls.PR_CAP_AMBIENT, ProcessCalls.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        ProcessCalls.prctl(ProcessCalls.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        return new Children(loop);
    }

    /**
     * A user of this host.
     *
     * @param group the one that it logs in with
     */
    public record Account(int user, int group) {}

    /** Blocks for as long as the system's list of users does; for any thread, one at a time. */
    public static synchronized Optional<Account> account(String name) throws IOException {
        ProcessCalls.require();
        long entry = ProcessCalls.getpwnam(name);
        if (entry == 0) {
            return Optional.empty();
        }
        Pointer fields = new Pointer(entry);
        return Optional.of(new Account(fields.getInt(UID_OFFSET), fields.getInt(GID_OFFSET)));
    }

    /**
     * Starts a program.
     *
     * @param arguments its absolute path first
     * @param environment all of it
     * @param ended told once, on the loop
     * @throws IOException one sentence: it cannot be started
     */
    public ChildProcess start(
            List<String> arguments, Map<String, String> environment, Consumer<ChildProcess.Exit> ended)
            throws IOException {
        if (ProcessCalls.pipe2(pipe.address(), ProcessCalls.O_CLOEXEC) < 0) {
            throw new IOException("cannot make a pipe: error " + Errno.last());
        }
        int readEnd = pipe.bytes().getInt(0);
        int writeEnd = pipe.bytes().getInt(Integer.BYTES);
        int error;
        try {
            error = spawn(arguments, environment, writeEnd);
        } finally {
            Libc.close(writeEnd);
        }
        if (error != 0) {
            Libc.close(readEnd);
            throw new IOException("cannot start " + arguments.get(0) + ": " + startingFailed(error));
        }
        return ChildProcess.watch(loop, scratch, pid.bytes().getInt(0), readEnd, ended);
    }

    private int spawn(List<String> arguments, Map<String, String> environment, int output) {
        ProcessCalls.posix_spawn_file_actions_init(actions.address());
        ProcessCalls.posix_spawnattr_init(attributes.address());
        try {
            ProcessCalls.posix_spawn_file_actions_addopen(actions.address(), 0, "/dev/null", Libc.O_RDONLY, 0);
            ProcessCalls.posix_spawn_file_actions_adddup2(actions.address(), output, 1);
            ProcessCalls.posix_spawn_file_actions_adddup2(actions.address(), output, 2);
            ProcessCalls.closeFrom(actions.address(), 3);
            ProcessCalls.posix_spawnattr_setflags(attributes.address(), (short) (ProcessCalls.POSIX_SPAWN_SETSID
                    | ProcessCalls.POSIX_SPAWN_SETSIGMASK
                    | ProcessCalls.POSIX_SPAWN_SETSIGDEF));
            ProcessCalls.sigemptyset(signals.address());
            ProcessCalls.posix_spawnattr_setsigmask(attributes.address(), signals.address());
            // What this process ignores, a child would, too.
            ProcessCalls.sigfillset(signals.address());
            ProcessCalls.posix_spawnattr_setsigdefault(attributes.address(), signals.address());
            long[] tables = put(arguments, environment);
            return ProcessCalls.posix_spawn(
                    pid.address(), arguments.get(0), actions.address(), attributes.address(), tables[0], tables[1]);
        } finally {
            ProcessCalls.posix_spawn_file_actions_destroy(actions.address());
            ProcessCalls.posix_spawnattr_destroy(attributes.address());
        }
    }

    /** Writes both tables of C strings; their addresses. */
    private long[] put(List<String> arguments, Map<String, String> environment) {
        List<byte[]> texts = new ArrayList<>();
        arguments.forEach(word -> texts.add(bytes(word)));
        environment.forEach((name, value) -> texts.add(bytes(name + "=" + value)));
        int table = (texts.size() + 2) * Long.BYTES;
        int size = table + texts.stream().mapToInt(text -> text.length + 1).sum();
        if (words.bytes().capacity() < size) {
            words = NativeBuffer.allocate(size, ByteOrder.nativeOrder());
        }
        ByteBuffer buffer = words.bytes();
        int text = table;
        int pointer = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (i == arguments.size()) {
                buffer.putLong(pointer, 0);
                pointer += Long.BYTES;
            }
            buffer.putLong(pointer, words.address() + text);
            pointer += Long.BYTES;
            buffer.put(text, texts.get(i));
            text += texts.get(i).length;
            buffer.put(text++, (byte) 0);
        }
        if (environment.isEmpty()) {
            buffer.putLong(pointer, 0);
            pointer += Long.BYTES;
        }
        buffer.putLong(pointer, 0);
        return new long[] {words.address(), words.address() + (arguments.size() + 1L) * Long.BYTES};
    }

    /** A zero byte inside would end the word there. */
    private static byte[] bytes(String word) {
        return word.replace('\0', '?').getBytes(StandardCharsets.UTF_8);
    }

    private static String startingFailed(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "it, or the interpreter in its first line, is not there";
            case Errno.EACCES -> "not permitted to execute it (run chmod a+rx)";
            case 8 -> "it is no program of this machine, and has no line #! with an interpreter";
            case Errno.EAGAIN -> "there are too many processes (raise TasksMax=)";
            case 12 -> "there is not enough memory";
            case Errno.EMFILE, Errno.ENFILE -> "too many open files: raise LimitNOFILE";
            default -> "error " + errno;
        };
    }
}
