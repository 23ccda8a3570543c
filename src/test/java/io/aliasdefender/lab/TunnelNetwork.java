package io.aliasdefender.lab;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.aliasdefender.os.NetNs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network without link-layer addresses: each machine has a tun device, and what one sends is given to all others, as a
 * VPN does. There is no ARP and no neighbour discovery on it; whoever has an address answers. Closing it removes the
 * devices.
 */
final class TunnelNetwork implements AutoCloseable {
    static final String DEVICE = "tun0";

    private static final int O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    /** IFF_TUN and IFF_NO_PI. */
    private static final short BARE_IP_PACKETS = 0x1001;
    /** struct ifreq: 16 bytes of name, then the flags. */
    private static final int IFREQ_BYTES = 40;

    private static final int FLAGS_OFFSET = 16;
    private static final int MTU_BYTES = 2048;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int PROTOCOL_ICMP = 1;
    private static final int ICMP_ECHO_REQUEST = 8;
    private static final Duration TURN = Duration.ofMillis(100);

    static {
        Native.register(TunnelNetwork.class, NativeLibrary.getInstance("c"));
    }

    private final Map<Station, Integer> devices = new LinkedHashMap<>();
    private final Map<Station, AtomicLong> requests = new LinkedHashMap<>();
    private final LabThread thread;

    /** @param addresses of each machine on this network, with their prefix */
    TunnelNetwork(Map<Station, String> addresses) {
        try {
            for (Station station : addresses.keySet()) {
                devices.put(station, NetNs.call(station.namespace().name(), TunnelNetwork::open));
                requests.put(station, new AtomicLong());
                station.namespace()
                        .batch(List.of(
                                "link set dev " + DEVICE + " up",
                                "address add " + addresses.get(station) + " dev " + DEVICE));
            }
        } catch (Exception failure) {
            devices.values().forEach(TunnelNetwork::close);
            throw new LabException("no tun device: " + failure.getMessage(), failure);
        }
        thread = new LabThread("lab-tunnel", this::run);
        thread.start();
    }

    /** Why there can be none on this machine; empty: there can. */
    static Optional<String> whyImpossible() {
        return Shell.succeeds("test", "-c", "/dev/net/tun")
                ? Optional.empty()
                : Optional.of("There is no /dev/net/tun on this machine.");
    }

    private static int open() {
        int fd = open("/dev/net/tun", O_RDWR_NONBLOCK_CLOEXEC);
        try (Memory request = new Memory(IFREQ_BYTES)) {
            request.clear();
            request.setString(0, DEVICE);
            request.setShort(FLAGS_OFFSET, BARE_IP_PACKETS);
            if (fd < 0 || ioctl(fd, TUNSETIFF, Pointer.nativeValue(request)) < 0) {
                throw new LabException("errno " + Native.getLastError());
            }
        }
        return fd;
    }

    /** How many IPv4 echo requests a machine has sent to others over this network. */
    long echoRequests(Station station) {
        return requests.get(station).get();
    }

    private void run() {
        List<Station> stations = new ArrayList<>(devices.keySet());
        Poll poll = new Poll(devices.values().stream().mapToInt(fd -> fd).toArray());
        try (Memory packet = new Memory(MTU_BYTES)) {
            long address = Pointer.nativeValue(packet);
            while (!thread.stopped()) {
                poll.await(TURN.toNanos());
                for (Station from : stations) {
                    for (long length = read(devices.get(from), address, MTU_BYTES);
                            length > 0;
                            length = read(devices.get(from), address, MTU_BYTES)) {
                        count(from, packet);
                        deliver(from, address, length);
                    }
                }
            }
        }
    }

    private void deliver(Station from, long packet, long length) {
        devices.forEach((to, fd) -> {
            if (!to.equals(from)) {
                write(fd, packet, length);
            }
        });
    }

    private void count(Station from, Memory packet) {
        int first = packet.getByte(0);
        boolean icmp = first >> 4 == 4 && packet.getByte(PROTOCOL_OFFSET) == PROTOCOL_ICMP;
        if (icmp && packet.getByte((first & 0xf) * 4L) == ICMP_ECHO_REQUEST) {
            requests.get(from).incrementAndGet();
        }
    }

    @Override
    public void close() {
        thread.stop();
        devices.values().forEach(TunnelNetwork::close);
    }

    private static native int open(String path, int flags);

    private static native int ioctl(int fd, long request, long argument);

    private static native long read(int fd, long buffer, long length);

    private static native long write(int fd, long buffer, long length);

    private static native int close(int fd);
}
