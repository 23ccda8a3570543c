package io.aliasdefender.cli;

import java.lang.reflect.Proxy;

/**
 * POSIX signals. By reflection, because {@code sun.misc.Signal} (module jdk.unsupported, in every JDK and with no
 * successor) makes the compiler warn in a way that cannot be switched off.
 */
final class Signals {
    private Signals() {}

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
