package io.aliasdefender.lab;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Sends signals at once; the command {@code kill} takes milliseconds, and many more on a busy machine. */
enum Signal {
    HANG_UP(1),
    INTERRUPT(2),
    USER_1(10),
    USER_2(12),
    ALARM(14),
    TERMINATE(15),
    CONTINUE(18),
    STOP(19);

    static {
        Native.register(Signal.class, NativeLibrary.getInstance("c"));
    }

    private final int number;

    /** @param number as Linux numbers it on x86 and ARM */
    Signal(int number) {
        this.number = number;
    }

    /** As {@code kill -l} lists it. */
    String shortName() {
        return switch (this) {
            case HANG_UP -> "HUP";
            case INTERRUPT -> "INT";
            case USER_1 -> "USR1";
            case USER_2 -> "USR2";
            case ALARM -> "ALRM";
            case TERMINATE -> "TERM";
            case CONTINUE -> "CONT";
            case STOP -> "STOP";
        };
    }

    void send(long pid) {
        if (kill((int) pid, number) != 0) {
            throw new LabException("cannot send signal " + number + " to process " + pid);
        }
    }

    /** The same for a process that may have ended meanwhile. */
    void sendIfAlive(long pid) {
        kill((int) pid, number);
    }

    private static native int kill(int pid, int signal);
}
