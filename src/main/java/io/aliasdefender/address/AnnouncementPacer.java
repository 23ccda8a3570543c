package io.aliasdefender.address;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;

/**
 * Keeps the announcements of a host below a rate that its network bears: claims first, then their repetitions, then the
 * refreshes. One thread only, that of the timers.
 */
public final class AnnouncementPacer {
    /** Sends at once. */
    public interface Sender {
        /** Whether the kernel of this host has the alias at this moment: only that is announced. */
        boolean carries(Placement placement);

        /**
         * Announces once.
         *
         * @param both in both forms (IPv4: two frames); else in the first alone
         */
        void send(Placement placement, boolean both);
    }

    /** @param framesPerSecond 10 to 100,000 */
    public AnnouncementPacer(Timers timers, Sender sender, int framesPerSecond) {}

    /** From now on. */
    public void rate(int framesPerSecond) {}

    /** At once where the rate allows it, else when its turn comes. */
    public void announce(Announcement announcement) {}

    /** What waits for this address is not sent any more: it is being taken off this host. */
    public void forget(IpAddress address) {}
}
