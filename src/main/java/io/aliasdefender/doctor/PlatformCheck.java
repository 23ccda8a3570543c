package io.aliasdefender.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether this is a virtual machine whose network may forbid an address to move. It cannot be seen from inside. */
final class PlatformCheck {
    private static final String VENDOR = "/sys/class/dmi/id/sys_vendor";
    private static final String PRODUCT = "/sys/class/dmi/id/product_name";

    /** Clouds, whose networks deliver an address only to where their API says; by words of the firmware. */
    private static final Map<String, String> CLOUDS = Map.of(
            "amazon ec2", "Amazon EC2",
            "google", "Google Cloud",
            "openstack", "OpenStack",
            "digitalocean", "DigitalOcean",
            "hetzner", "Hetzner Cloud",
            "alibaba cloud", "Alibaba Cloud",
            "oraclecloud", "Oracle Cloud",
            "scaleway", "Scaleway",
            "upcloud", "UpCloud");

    /** Hypervisors, whose switches have a setting for it. */
    private static final Map<String, String> SWITCHES = Map.of(
            "vmware", "VMware (port group: Forged transmits and MAC address changes)",
            "microsoft corporation virtual machine", "Hyper-V (MAC address spoofing; in Azure addresses cannot move)",
            "qemu", "QEMU or KVM (libvirt's filter no-arp-spoofing, Proxmox's IP filter)",
            "xen", "Xen (XenServer: the switch port's lock)");

    private PlatformCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        String words = (facts.inspector().read(VENDOR).orEmpty() + " "
                        + facts.inspector().read(PRODUCT).orEmpty())
                .strip()
                .toLowerCase(Locale.ROOT);
        Optional<String> cloud = named(words, CLOUDS);
        if (cloud.isPresent()) {
            return List.of(Diagnosis.warning(
                    "this is a machine in " + cloud.get()
                            + ", whose network may deliver an alias only to where its API says, whatever ARP says",
                    "allow the alias on both machines' ports (allowed address pairs), or move it by the cloud's API"));
        }
        return named(words, SWITCHES)
                .map(hypervisor -> Diagnosis.ok(
                        "this is a virtual machine; that its switch lets an alias move cannot be seen from inside",
                        "look at " + hypervisor))
                .stream()
                .toList();
    }

    private static Optional<String> named(String words, Map<String, String> names) {
        return names.entrySet().stream()
                .filter(entry -> words.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
