package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts programs by posix_spawn(3), which copies nothing of this process: each in a session and process group of its own, in
 * the root folder, with nothing of this process open but its pipes. Belongs to one thread, from which the programs inherit what
 * they may ({@link Privileges}).
 */
public final class Spawner {
    private static final int STRUCTURE_BYTES = 1024;
    private static final int SIGNALS_BYTES = 256;
    private static final int WORDS_BYTES = 8 << 10;
    private static final int FIRST_OTHER = 3;
    private static final Path OPEN = Path.of("/proc/self/fd");

    private final boolean oldLibrary;
    private final Scratch scratch;
    private final Limits limits = new Limits();
    private final MemoryPressure pressure = new MemoryPressure();
    private final NativeBuffer pid = NativeBuffer.allocate(Long.BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer actions = NativeBuffer.allocate(STRUCTURE_BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer attributes = NativeBuffer.allocate(STRUCTURE_BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer signals = NativeBuffer.allocate(SIGNALS_BYTES, ByteOrder.nativeOrder());
    private NativeBuffer words = NativeBuffer.allocate(WORDS_BYTES, ByteOrder.nativeOrder());

    /** @param oldLibrary whether to do as before glibc 2.34 */
    Spawner(boolean oldLibrary) throws IOException {
        this.oldLibrary = oldLibrary;
        scratch = new Scratch();
        // Of this thread alone from now on, and of what it starts: a folder that stands in nobody's way.
        if (Libc.unshare(ProcessCalls.CLONE_FS) == 0) {
            ProcessCalls.chdir("/");
        }
        ProcessCalls.posix_spawnattr_init(attributes.address());
        ProcessCalls.posix_spawnattr_setflags(attributes.address(), (short) (ProcessCalls.POSIX_SPAWN_SETSID
                | ProcessCalls.POSIX_SPAWN_SETSIGMASK
                | ProcessCalls.POSIX_SPAWN_SETSIGDEF));
        ProcessCalls.sigemptyset(signals.address());
        ProcessCalls.posix_spawnattr_setsigmask(attributes.address(), signals.address());
        // What this process ignores, a child would, too.
        ProcessCalls.sigfillset(signals.address());
        ProcessCalls.posix_spawnattr_setsigdefault(attributes.address(), signals.address());
    }

    /**
     * One of the calling thread, which changes its folder.
     *
     * @throws IOException one sentence, where programs cannot be started so
     */
    public static Spawner ofThisThread() throws IOException {
        ProcessCalls.require();
        return new Spawner(false);
    }

    public Scratch scratch() {
        return scratch;
    }

    /**
     * Starts a program; waits until it is loaded, which takes a millisecond, and for ever where it lies on a server that does
     * not answer.
     *
     * @param arguments its absolute path first
     * @param environment all of it
     * @param input for its standard input; empty: there is nothing to read
     * @param output for both of its outputs
     * @throws IOException one sentence: it cannot be started
     */
    public Child start(List<String> arguments, Map<String, String> environment, Optional<Pipe> input, Pipe output)
            throws IOException {
        int error = spawn(arguments, environment, input, output);
        if (error != 0) {
            throw new IOException("cannot start " + arguments.get(0) + ": " + startingFailed(error));
        }
        int started = pid.bytes().getInt(0);
        limits.lower(started);
        pressure.mayEnd(started);
        input.ifPresent(Pipe::started);
        output.started();
        return Child.of(started);
    }

    private int spawn(List<String> arguments, Map<String, String> environment, Optional<Pipe> input, Pipe output) {
        ProcessCalls.posix_spawn_file_actions_init(actions.address());
        try {
            if (input.isPresent()) {
                duplicate(input.get(), 0);
            } else {
                ProcessCalls.posix_spawn_file_actions_addopen(actions.address(), 0, "/dev/null", Libc.O_RDONLY, 0);
            }
            duplicate(output, 1);
            duplicate(output, 2);
            closeOthers();
            long[] tables = put(arguments, environment);
            return ProcessCalls.posix_spawn(
                    pid.address(), arguments.get(0), actions.address(), attributes.address(), tables[0], tables[1]);
        } finally {
            ProcessCalls.posix_spawn_file_actions_destroy(actions.address());
        }
    }

    /** What this process has open is for nobody else; not all of it is marked so (the JDK's own files are not). */
    private void closeOthers() {
        if (oldLibrary || !ProcessCalls.closeFrom(actions.address(), FIRST_OTHER)) {
            for (int fd : open()) {
                if (fd >= FIRST_OTHER) {
                    // One that is closed meanwhile is no error.
                    ProcessCalls.posix_spawn_file_actions_addclose(actions.address(), fd);
                }
            }
        }
    }

    private static List<Integer> open() {
        List<Integer> open = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(OPEN)) {
            all.forEach(fd -> open.add(Integer.parseInt(fd.getFileName().toString())));
        } catch (IOException | DirectoryIteratorException notTold) {
            // What is marked is closed all the same.
        }
        return open;
    }

    private void duplicate(Pipe pipe, int as) {
        ProcessCalls.posix_spawn_file_actions_adddup2(actions.address(), pipe.childEnd(), as);
    }

    /** Writes both tables of C strings; their addresses. */
    private long[] put(List<String> arguments, Map<String, String> environment) {
        List<byte[]> texts = new ArrayList<>(arguments.size() + environment.size());
        arguments.forEach(word -> texts.add(bytes(word)));
        environment.forEach((name, value) -> texts.add(bytes(name + "=" + value)));
        int table = (texts.size() + 2) * Long.BYTES;
        int size = table;
        for (byte[] text : texts) {
            size += text.length + 1;
        }
        if (words.bytes().capacity() < size) {
            words = NativeBuffer.allocate(size, ByteOrder.nativeOrder());
        }
        ByteBuffer buffer = words.bytes();
        int text = table;
        for (int i = 0; i < texts.size(); i++) {
            // After the arguments their table ends.
            int pointer = (i < arguments.size() ? i : i + 1) * Long.BYTES;
            buffer.putLong(pointer, words.address() + text);
            buffer.put(text, texts.get(i));
            text += texts.get(i).length;
            buffer.put(text++, (byte) 0);
        }
        buffer.putLong(arguments.size() * Long.BYTES, 0);
        buffer.putLong((texts.size() + 1) * Long.BYTES, 0);
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
