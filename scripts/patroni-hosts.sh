# shellcheck shell=bash
# The network and the machines of scripts/patroni-proof: to be sourced by its part inside, which says what $tree (the Debian),
# $work (with installed, link.key and memory) and $config are.
: "${tree:?}" "${work:?}"

readonly ROUTER=192.0.2.1
declare -rA ADDRESS=([db1]=192.0.2.11 [db2]=192.0.2.12 [etcd]=192.0.2.21 [client]=192.0.2.31)

# What a process is started by that is always to run at once, where that is allowed.
punctual=(chrt --rr 5)
"${punctual[@]}" true 2>/dev/null || punctual=()

# The switch and the router of the network, which every defender has as its witness.
network() {
    mkdir -p /run/netns
    mount -t tmpfs netns /run/netns
    ip netns add ad-net
    ip -n ad-net link set lo up
    ip -n ad-net link add br0 type bridge forward_delay 0
    ip -n ad-net address add $ROUTER/24 dev br0
    ip -n ad-net link set br0 up
    ip netns exec ad-net sysctl -qw net.ipv4.ip_forward=1
}

# plug HOST: a namespace with a cable to the switch.
plug() {
    ip netns add "ad-$1"
    ip -n "ad-$1" link set lo up
    ip -n ad-net link add "$1" type veth peer name eth0 netns "ad-$1"
    ip -n ad-net link set "$1" master br0 up
    ip -n "ad-$1" address add "${ADDRESS[$1]}/24" dev eth0
    ip -n "ad-$1" link set eth0 up
    ip -n "ad-$1" route add default via $ROUTER
}

declare -A monitor=() init=()

# What the kernel of a host tells of its addresses, with the time of each, from now on.
listen() {
    local file=$work/memory/$1/addresses before
    before=$(wc -l <"$file")
    # Whoever measures is not to be late, however busy the machine is.
    "${punctual[@]}" ip -n "ad-$1" -o -ts monitor address >>"$file" &
    monitor[$1]=$!
    until (($(wc -l <"$file") > before)); do
        ip -n "ad-$1" address replace 127.9.9.9/32 dev lo
        ip -n "ad-$1" address delete 127.9.9.9/32 dev lo
        pause 0.05
    done
}

# A machine over the Debian: what it writes is in memory, and its disk, /data, outlives a loss of its power.
# shellcheck disable=SC2016
readonly MACHINE='
set -euo pipefail
mount -t tmpfs -o mode=0755 tmpfs "$own/machine"
cd "$own/machine"
mkdir upper layer root
mount -t overlay -o "lowerdir=$tree,upperdir=upper,workdir=layer" overlay root
cd root
tar --create --directory "$installed" . | tar --extract --keep-directory-symlink --no-same-owner
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=0755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=0755 tmpfs dev
for device in null zero full random urandom; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
ln -s /proc/self/fd dev/fd
mkdir -p dev/shm data log
chmod 1777 dev/shm
mount --bind "$own/data" data
mount --bind "$own/log" log
install -m 0644 "$own/patroni.yml" etc/patroni/proof.yml
[[ ! -e $key ]] || install -m 0600 "$key" etc/alias-defender/link.key
install -m 0644 "${config:-usr/share/doc/alias-defender/examples/patroni.yaml}" etc/alias-defender/alias-defender.yaml
hostname "$name"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 chroot . bash -euc "$START"
'
# shellcheck disable=SC2016
readonly DATABASE='
install -d -o postgres -g postgres -m 0755 /run/postgresql
chown postgres:postgres /data
# In the real-time class where that is allowed, as the unit has it, which keeps it for the event loop.
real_time="chrt --rr 10"
$real_time true 2>/dev/null || real_time=""
$real_time alias-defender monitor >>/log/alias-defender 2>&1 &
setpriv --reuid postgres --regid postgres --init-groups patroni /etc/patroni/proof.yml >>/log/patroni 2>&1 &
wait'
# shellcheck disable=SC2034 # of who sources this
readonly STORE='
etcd --name etcd --data-dir /data/etcd --listen-client-urls http://0.0.0.0:2379 \
    --advertise-client-urls http://192.0.2.21:2379 >>/log/etcd 2>&1 &
wait'

# boot HOST WHAT-IT-STARTS
boot() {
    local name=$1 own=$work/memory/$1 START=$2 machine
    export name own tree config START installed=$work/installed key=$work/link.key
    ip netns exec "ad-$name" unshare --mount --propagation private --pid --fork --kill-child=KILL --ipc --uts \
        bash -c "$MACHINE" </dev/null >>"$own/log/boot" 2>&1 &
    machine=$!
    until init[$name]=$(pgrep -P $machine); do
        kill -0 $machine || die "$name does not boot"
        pause 0.01
    done
}

start_database() {
    plug "$1"
    listen "$1"
    boot "$1" "$DATABASE"
}

# As a loss of power: the switch sees the carrier go, and nothing that ran there does anything more.
cut_off() {
    local at
    ip -n ad-net link set "$1" down
    micros at
    kill -KILL "${init[$1]}"
    echo "$at - $1" >>"$work/memory/cuts"
}

# What is left of a host without power.
clear_away() {
    kill "${monitor[$1]}"
    wait "${monitor[$1]}" || :
    ip netns delete "ad-$1"
    ip -n ad-net link delete "$1" 2>/dev/null || :
}

patroni_yml() {
    cat <<YAML
scope: proof
name: $1
restapi: {listen: "0.0.0.0:8008", connect_address: "${ADDRESS[$1]}:8008"}
etcd3: {host: "${ADDRESS[etcd]}:2379"}
bootstrap:
  dcs:
    # A lease as short as Patroni allows: what is measured begins when it has ended.
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    postgresql: {use_pg_rewind: true}
  initdb: [data-checksums, {encoding: UTF8}]
  pg_hba:
    - local all all trust
    - host all all 127.0.0.1/32 trust
    - host all all 192.0.2.0/24 trust
    - host replication all 192.0.2.0/24 trust
postgresql:
  listen: "0.0.0.0:5432"
  connect_address: "${ADDRESS[$1]}:5432"
  data_dir: /data/postgresql
  bin_dir: /usr/lib/postgresql/15/bin
  authentication:
    superuser: {username: postgres, password: secret}
    replication: {username: replicator, password: secret}
YAML
}

inside() {
    local host=$1
    shift
    nsenter --target "${init[$host]}" --mount --uts --ipc --net --pid --root --wd \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}
