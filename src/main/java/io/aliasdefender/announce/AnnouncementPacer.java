package io.aliasdefender.announce;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the announcements of a host below a rate that its network bears: claims first, then their repetitions, then the
 * refreshes, which are spread over their interval. In no second more frames than the rate are sent, and the frames of
 * claims keep a distance of a quarter of the average one, so that no switch is given all of them at once. One alias
 * alone is never delayed. One thread only, that of the timers.
 *
 * <p>What waits when this process was paused is not sent: it was decided before the pause, and somebody else may have the
 * alias since. Whoever decided it announces anew when that has been asked.
 *
 * <p>An announcement of an alias for which one is waiting takes its place in the queue: the second would say the same.
 */
public final class AnnouncementPacer {
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** Broadcasts follow each other so many times faster than the rate, until the second has as many as it may. */
    private static final int PEAK = 4;
    /** What was due within so long and was not sent may be sent at once. */
    private static final long CATCH_UP_NANOS = 10_000_000;
    /** This part of the frames of a second may be claims in both forms. */
    private static final int FEW = 50;
    /** IPv4 is announced as request and as reply (RFC 5227, section 3), IPv6 by one advertisement. */
    private static final int FRAMES_V4 = 2;

    /** Sends at once. */
    public interface Sender {
        /** Whether the kernel of this host has the alias at this moment: only that is announced. */
        boolean carries(Placement placement);

        /**
         * Announces once.
         *
         * @param both in both forms (IPv4: two frames); else in the first alone
         * @return whether it has left
         */
        boolean send(Placement placement, boolean both);

        /** A claim has been told for the first time. */
        void announced(Announcement claim);
    }

    private record Sent(long atNanos, int frames) {}

    private final Timers timers;
    private final PauseGuard guard;
    private final Sender sender;
    private final Timers.Registration listening;
    private final Map<Urgency, Map<IpAddress, Announcement>> waiting = new EnumMap<>(Urgency.class);
    /** What was sent within the last second. */
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();

    private int sentFrames;
    private int rate;
    private long notBeforeNanos;
    private long refreshNotBeforeNanos;
    /** How many claims, and how many refreshes, were waiting at most since none was. */
    private int claimCrowd;

    private int refreshCrowd;

    /** Something waits for its turn. */
    private boolean behind;

    private Timers.Registration timer = () -> {};

    /**
     * Prepares.
     *
     * @param guard begun by its owner
     * @param framesPerSecond 10 to 100,000
     */
    public AnnouncementPacer(Timers timers, PauseGuard guard, Sender sender, int framesPerSecond) {
        this.timers = timers;
        this.guard = guard;
        this.sender = sender;
        rate = framesPerSecond;
        notBeforeNanos = timers.nanoTime();
        refreshNotBeforeNanos = notBeforeNanos;
        for (Urgency urgency : Urgency.values()) {
            waiting.put(urgency, new LinkedHashMap<>());
        }
        listening = guard.listen(new PauseGuard.Listener() {
            @Override
            public void paused(Duration length) {
                waiting.values().forEach(Map::clear);
            }
        });
    }

    /** From now on; 10 to 100,000. */
    public void rate(int framesPerSecond) {
        rate = framesPerSecond;
    }

    /** At once where the rate allows it, else when its turn comes. */
    public void announce(Announcement announcement) {
        if (guard.check()) {
            // It was decided before the pause.
            return;
        }
        IpAddress address = announcement.placement().address().address();
        for (Urgency urgency : Urgency.values()) {
            if (urgency.compareTo(announcement.urgency()) <= 0) {
                if (waiting.get(urgency).computeIfPresent(address, (same, old) -> announcement) != null) {
                    return;
                }
            } else {
                waiting.get(urgency).remove(address);
            }
        }
        waiting.get(announcement.urgency()).put(address, announcement);
        if (announcement.urgency() == Urgency.CLAIM) {
            claimCrowd = Math.max(claimCrowd, waiting.get(Urgency.CLAIM).size());
        } else if (announcement.urgency() == Urgency.REFRESH) {
            refreshCrowd = Math.max(refreshCrowd, waiting.get(Urgency.REFRESH).size());
        }
        sendDue();
    }

    /** What waits for this address is not sent any more: it is being taken off, or another host may have it. */
    public void forget(IpAddress address) {
        waiting.values().forEach(queue -> queue.remove(address));
    }

    /** Sends nothing any more. */
    public void stop() {
        timer.cancel();
        listening.cancel();
        waiting.values().forEach(Map::clear);
    }

    private void sendDue() {
        for (Urgency urgency : Urgency.values()) {
            Map<IpAddress, Announcement> queue = waiting.get(urgency);
            while (!queue.isEmpty()) {
                long now = timers.nanoTime();
                Announcement next = queue.values().iterator().next();
                boolean both = !crowded(urgency);
                int frames = both && !next.placement().address().address().v6() ? FRAMES_V4 : 1;
                long at = allowedAt(urgency, frames, now);
                if (at - now > 0) {
                    wakeAt(at);
                    return;
                }
                take(queue);
                if (sender.carries(next.placement())) {
                    boolean left = sender.send(next.placement(), both);
                    count(next, urgency, frames, now);
                    if (left && urgency == Urgency.CLAIM) {
                        sender.announced(next);
                    }
                }
            }
            if (urgency == Urgency.CLAIM) {
                claimCrowd = 0;
            }
        }
        refreshCrowd = 0;
        behind = false;
    }

    private static void take(Map<IpAddress, Announcement> queue) {
        Iterator<Announcement> first = queue.values().iterator();
        first.next();
        first.remove();
    }

    /**
     * Many claims at once, or one after the other, as when they are handed over: each is told in one form first, so that the
     * last one is told in half of the time.
     */
    private boolean crowded(Urgency urgency) {
        return urgency == Urgency.CLAIM && (claimCrowd > rate / (2 * FRAMES_V4) || sentFrames > rate / FEW);
    }

    private long allowedAt(Urgency urgency, int frames, long now) {
        while (!sent.isEmpty() && now - sent.peek().atNanos() >= SECOND_NANOS) {
            sentFrames -= sent.remove().frames();
        }
        long at = notBeforeNanos;
        if (urgency == Urgency.REFRESH && refreshNotBeforeNanos - at > 0) {
            at = refreshNotBeforeNanos;
        }
        if (sentFrames + frames > rate && sent.peek() != null && sent.peek().atNanos() + SECOND_NANOS - at > 0) {
            at = sent.peek().atNanos() + SECOND_NANOS;
        }
        return at;
    }

    private void count(Announcement announcement, Urgency urgency, int frames, long now) {
        sent.add(new Sent(now, frames));
        sentFrames += frames;
        int perSecond = urgency == Urgency.CLAIM ? PEAK * rate : rate;
        // What waited while this loop was busy follows at once, but never so much that it is a flood.
        long due = behind ? Math.max(notBeforeNanos, now - CATCH_UP_NANOS) : now;
        notBeforeNanos = due + SECOND_NANOS * frames / perSecond;
        if (urgency == Urgency.REFRESH && refreshCrowd > 1) {
            // Half of the interval, so that all are through before the first is due again.
            refreshNotBeforeNanos = now + announcement.refresh().toNanos() / 2 / refreshCrowd;
        }
    }

    private void wakeAt(long atNanos) {
        behind = true;
        timer.cancel();
        timer = timers.at(atNanos, guard.guarded(this::sendDue));
    }
}
