package io.aliasdefender.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A process that does nothing but sleep and see how late it wakes up. What it is late, the machine is: it tells apart
 * what a load does to a daemon and what the machine does to everybody.
 */
public final class Pulse {
    /** As often as the daemon looks at itself. */
    private static final Duration PERIOD = Duration.ofMillis(100);

    private static final Duration LATE = Duration.ofMillis(50);

    private Pulse() {}

    /**
     * How often it woke up so far.
     *
     * @param late by more than 50 ms
     */
    record Late(long late, long all) {}

    /** The process, seen from the one that started it. */
    static final class Control implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        private Control(Process process) {
            this.process = process;
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        }

        static Control start() throws IOException {
            return new Control(new ProcessBuilder(List.of(
                            DaemonCommand.java(),
                            "-XX:+UseSerialGC",
                            "-Xmx16m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Pulse.class.getName()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }

        Late ask() throws IOException {
            OutputStream question = process.getOutputStream();
            question.write('\n');
            question.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the process that watches the machine has ended");
            }
            String[] numbers = answer.split(" ");
            return new Late(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Runs as long as whoever started it; answers each line with both figures. */
    public static void main(String[] none) throws IOException, InterruptedException {
        long late = 0;
        long all = 0;
        long lastNanos = System.nanoTime();
        while (true) {
            Thread.sleep(PERIOD.toMillis());
            long now = System.nanoTime();
            all++;
            late += now - lastNanos - PERIOD.toNanos() > LATE.toNanos() ? 1 : 0;
            lastNanos = now;
            while (System.in.available() > 0) {
                if (System.in.read() == '\n') {
                    System.out.println(late + " " + all);
                }
            }
            if (ProcessHandle.current()
                    .parent()
                    .filter(ProcessHandle::isAlive)
                    .filter(parent -> parent.pid() > 1)
                    .isEmpty()) {
                return;
            }
        }
    }
}
