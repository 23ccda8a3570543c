package io.aliasdefender.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * POSIX signals. By reflection, because {@code sun.misc.Signal} (module jdk.unsupported, in every JDK and with no
 * successor) makes the compiler warn in a way that cannot be switched off.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** What ends a process that says nothing about it, and means a question, or nothing, to other daemons. */
    private static final List<String> HABITS =
            List.of("USR1", "USR2", "ALRM", "VTALRM", "PROF", "POLL", "PWR", "STKFLT");

    private Signals() {}

    /**
     * Has the signals that somebody may send by habit do nothing but write a line. The JVM itself takes SIGUSR2 to suspend
     * its threads, on a thread of another kind it crashes of it; that is for profilers, and the start script gives it
     * another number.
     */
    static void ignoreHabits() {
        for (String name : HABITS) {
            try {
                handle(name, () -> LOG.warn("SIG{} is ignored; alias-defender status shows the state", name));
            } catch (IllegalStateException none) {
                // Of another system, or taken by this JVM.
                LOG.debug("{}", none.getMessage());
            }
        }
    }

    /**
     * Runs the action, on a thread of the JVM's own, at each signal.
     *
     * @param name without SIG: {@code TERM}
     * @throws IllegalStateException when this JVM cannot handle the signal
     */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("SIG" + name + " cannot be handled by this JVM", impossible);
        }
    }
}
