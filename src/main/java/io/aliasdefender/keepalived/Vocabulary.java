package io.aliasdefender.keepalived;

import static io.aliasdefender.keepalived.Note.Kind.APPROXIMATED;
import static io.aliasdefender.keepalived.Note.Kind.CARRIED_OVER;
import static io.aliasdefender.keepalived.Note.Kind.NO_COUNTERPART;

import io.aliasdefender.keepalived.Note.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words of keepalived of which nothing is made, each with the reason. Its manual page (2.2) has all of them. */
final class Vocabulary {
    /** What is said about a word. */
    record Meaning(Kind kind, String text) {}

    private static final Map<String, Meaning> GLOBAL = new HashMap<>();
    private static final Map<String, Meaning> INSTANCE = new HashMap<>();
    private static final Map<String, Meaning> TOP = new HashMap<>();

    static {
        all(GLOBAL, NO_COUNTERPART, "scheduling of keepalived's own processes; the defender sees to its own", """
                max_auto_priority min_auto_priority_delay vrrp_priority checker_priority bfd_priority vrrp_no_swap
                checker_no_swap bfd_no_swap vrrp_cpu_affinity checker_cpu_affinity bfd_cpu_affinity vrrp_rt_priority
                checker_rt_priority bfd_rt_priority vrrp_rlimit_rttime checker_rlimit_rttime bfd_rlimit_rttime
                process_names process_name vrrp_process_name checker_process_name bfd_process_name""");
        all(GLOBAL, NO_COUNTERPART, "SNMP and D-Bus; here are /metrics for Prometheus, and the API", """
                snmp_socket enable_snmp_vrrp enable_snmp_checker enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3
                enable_snmp_keepalived enable_traps enable_dbus dbus_service_name""");
        all(
                GLOBAL,
                NO_COUNTERPART,
                "IPVS, which moves no address; it stays with keepalived, or with another balancer",
                """
                lvs_sync_daemon lvs_timeouts lvs_flush lvs_flush_on_stop lvs_flush_onstop lvs_notify_fifo
                lvs_notify_fifo_script net_namespace_ipvs checker_log_all_failures nftables_ipvs nftables_ipvs_priority
                nftables_ipvs_start_fwmark smtp_alert_checker lvs_netlink_cmd_rcv_bufs lvs_netlink_monitor_rcv_bufs
                rs_init_notifies no_checker_emails""");
        all(GLOBAL, NO_COUNTERPART, "a FIFO for events; use hooks, or `alias-defender watch --json`", """
                notify_fifo notify_fifo_script vrrp_notify_fifo vrrp_notify_fifo_script
                fifo_write_vrrp_states_on_reload vrrp_notify_priority_changes""");
        all(GLOBAL, NO_COUNTERPART, "a firewall for no_accept and virtual MAC addresses, which are not here", """
                vrrp_iptables vrrp_ipsets nftables nftables_priority nftables_counters nftables_ifindex
                namespace_with_ipsets disable_local_igmp vrrp_garp_extra_if""");
        all(GLOBAL, NO_COUNTERPART, "the VRRP protocol, which is not spoken here; nothing to do", """
                vrrp_mcast_group4 vrrp_mcast_group6 vrrp_skip_check_adv_addr vrrp_check_unicast_src vrrp_strict
                vrrp_lower_prio_no_advert vrrp_higher_prio_send_advert vrrp_version vrrp_down_timer_adverts
                vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force
                vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs
                process_monitor_rcv_bufs_force vrrp_startup_delay vrrp_min_garp vrrp_gna_interval""");
        all(GLOBAL, NO_COUNTERPART, "two holders are told apart and become one by themselves here; nothing to do", """
                vrrp_garp_lower_prio_delay vrrp_garp_lower_prio_repeat""");
        all(GLOBAL, NO_COUNTERPART, "when keepalived starts and stops; use the unit of the service manager", """
                startup_script startup_script_timeout shutdown_script shutdown_script_timeout child_wait_time
                umask use_pid_dir instance reload_check_config reload_time_file reload_repeat reload_date_specific
                tmp_config_directory config_save_dir include_check""");
        all(GLOBAL, CARRIED_OVER, "files of checks and hooks that others can change are refused here anyway", """
                enable_script_security""");
        all(
                GLOBAL,
                CARRIED_OVER,
                "links are watched by netlink; one that comes late or goes away is waited for anyway",
                """
                dynamic_interfaces allow_if_changes linkbeat_use_polling""");

        all(INSTANCE, NO_COUNTERPART, "the VRRP protocol, which is not spoken here; nothing to do", """
                mcast_dst_ip check_unicast_src unicast_ttl unicast_fault_no_peer old_unicast_checksum
                lower_prio_no_advert higher_prio_send_advert version skip_check_adv_addr strict_mode native_ipv6
                kernel_rx_buf_size down_timer_adverts debug track_src_ip""");
        all(
                INSTANCE,
                NO_COUNTERPART,
                "two holders are told apart and become one by themselves here; nothing to do",
                """
                garp_lower_prio_delay garp_lower_prio_repeat notify_master_rx_lower_pri""");
        all(
                INSTANCE,
                NO_COUNTERPART,
                "IPVS, which moves no address; it stays with keepalived, or with another balancer",
                """
                lvs_sync_daemon_interface""");
        all(INSTANCE, NO_COUNTERPART, "part of the virtual MAC address", """
                vmac_xmit_base use_vmac_addr garp_extra_if""");
        all(INSTANCE, NO_COUNTERPART, "a link of its own for the address; here it goes to the interface itself", """
                use_ipvlan vrf""");
        all(INSTANCE, NO_COUNTERPART, "a FIFO for events; use hooks, or `alias-defender watch --json`", """
                notify_priority_changes""");
        all(INSTANCE, CARRIED_OVER, "is so here anyway", "accept preempt promote_secondaries linkbeat_use_polling");
        all(
                INSTANCE,
                APPROXIMATED,
                "a holder whose link is down notices by itself here, and cannot be reached anyway",
                """
                dont_track_primary""");

        all(
                TOP,
                NO_COUNTERPART,
                "IPVS, which moves no address; it stays with keepalived, or with another balancer",
                "virtual_server virtual_server_group SSL");
        all(
                TOP,
                NO_COUNTERPART,
                "BFD; a check of kind ping looks at a neighbour every 100 ms at the fastest",
                "bfd_instance");
        all(
                TOP,
                NO_COUNTERPART,
                "what keepalived adds when it starts and never moves; write it into the configuration of"
                        + " the host's network before keepalived is stopped",
                "static_ipaddress static_routes static_rules");
        all(TOP, NO_COUNTERPART, "of static addresses, which are not here", "track_group static_track_group");
        all(
                TOP,
                NO_COUNTERPART,
                "the pace of announcements; announce: rate bounds those of the whole host",
                "garp_group");
        all(
                TOP,
                CARRIED_OVER,
                "links are watched by netlink, and a burst decides, so that a short flap does nothing",
                "linkbeat_interfaces interface_up_down_delays linkbeat_use_polling");
        all(
                TOP,
                NO_COUNTERPART,
                "where keepalived runs; start the defender in that network namespace, too",
                "net_namespace");
        TOP.putAll(GLOBAL.entrySet().stream()
                .filter(entry -> !TOP.containsKey(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Vocabulary() {}

    private static void all(Map<String, Meaning> table, Kind kind, String text, String words) {
        for (String word : words.strip().split("\\s+")) {
            table.put(word, new Meaning(kind, text));
        }
    }

    static Optional<Meaning> global(String word) {
        return Optional.ofNullable(GLOBAL.get(word));
    }

    static Optional<Meaning> instance(String word) {
        return Optional.ofNullable(INSTANCE.get(word));
    }

    static Optional<Meaning> top(String word) {
        return Optional.ofNullable(TOP.get(word));
    }
}
