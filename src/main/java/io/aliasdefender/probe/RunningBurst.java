package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A burst with its timers. */
final class RunningBurst {
    final Burst burst;
    /** Made once, and not at every round. */
    final Runnable wake;

    Timers.Registration timer = () -> {};
    Optional<Timers.Registration> ear = Optional.empty();
    boolean extended;

    RunningBurst(Consumer<RunningBurst> timer, Burst burst) {
        wake = () -> timer.accept(this);
        this.burst = burst;
    }

    void endWaiting() {
        timer.cancel();
        ear.ifPresent(Timers.Registration::cancel);
        ear = Optional.empty();
        extended = false;
    }

    boolean isOn(String linkName) {
        return burst.request().linkName().equals(linkName);
    }

    List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>(burst.request().hosts());
        addresses.remove(burst.request().alias());
        addresses.add(burst.request().alias());
        return addresses;
    }
}
