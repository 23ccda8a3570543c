package io.aliasdefender.lab;

import java.time.Duration;

/**
 * Shows that something lasts: on a terminal a line that counts and then vanishes, elsewhere a line every few seconds.
 */
final class Progress implements AutoCloseable {
    private static final Duration TERMINAL_STEP = Duration.ofMillis(100);
    private static final Duration FILE_STEP = Duration.ofSeconds(5);
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] ASCII_SPINNER = {"|", "/", "-", "\\"};
    private static final String CLEAR_LINE = "\r\033[K";

    private final Screen screen;
    private final String what;
    private final long startNanos = System.nanoTime();
    private final Thread thread;
    private volatile boolean closed;

    Progress(Screen screen, String what) {
        this.screen = screen;
        this.what = what;
        thread = new Thread(this::run, "lab-progress");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration step = screen.colours() ? TERMINAL_STEP : FILE_STEP;
        String[] spinner = screen.unicode() ? SPINNER : ASCII_SPINNER;
        try {
            for (int turn = 0; !closed; turn++) {
                Thread.sleep(step.toMillis());
                Duration lasted = Duration.ofNanos(System.nanoTime() - startNanos);
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (screen.colours()) {
                        String text = what + " " + spinner[turn % spinner.length] + " " + Screen.text(lasted);
                        screen.out().print(CLEAR_LINE + screen.styled(Screen.Style.DIM, text));
                        screen.out().flush();
                    } else {
                        screen.line(what + " (" + lasted.toSeconds() + " s)");
                    }
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (screen.colours()) {
                screen.out().print(CLEAR_LINE);
                screen.out().flush();
            }
        }
        thread.interrupt();
    }
}
