# shellcheck shell=bash
# What the scripts of this folder share; to be sourced by those that set $root, the checkout.
: "${root:?}"
# shellcheck source=scripts/java.sh
. "$root/scripts/java.sh"

# The JDKs of this machine that can compile for 17: one `RELEASE FOLDER` a line, the oldest first.
jdks() {
    local folder release
    for folder in "${JAVA_HOME:-}" "$(own_java_home)" /usr/lib/jvm/*; do
        [[ -n $folder && -x $folder/bin/javac ]] || continue
        release=$(java_release "$folder")
        ((release >= 17)) && printf '%s %s\n' "$release" "$(readlink -f "$folder")"
    done | sort -n -u
}

# The folder of the `javac` on the path.
own_java_home() {
    local javac
    javac=$(command -v javac) || return 0
    javac=$(readlink -f "$javac")
    printf '%s' "${javac%/bin/javac}"
}

# Runs Maven in the checkout. Its thousand download lines become one that counts; the rest passes unchanged.
maven() {
    local terminal='' colour=never
    [[ -t 2 ]] && terminal=yes
    [[ -t 1 && -z ${NO_COLOR:-} ]] && colour=always
    (
        set -o pipefail # the status must be Maven's
        cd "$root" && mvn --batch-mode -Dstyle.color=$colour "$@" 2>&1 | awk -v terminal="$terminal" -v colour="$colour" '
            function clear() {
                if (terminal && shown) printf "\r\033[K" > "/dev/stderr"
                shown = 0
            }
            / Downloading from / { next }
            / Downloaded from / {
                fetched++
                if (terminal) { printf "\rfetched %d files", fetched > "/dev/stderr"; shown = 1 }
                else if (fetched == 1 || fetched % 250 == 0) print "fetched files: " fetched > "/dev/stderr"
                next
            }
            # Maven resets colours that it never set.
            colour == "never" && gsub(/\033\[[0-9;]*m/, "") && $0 == "" { next }
            { clear(); print; fflush() }
            END { clear() }'
    )
}

# Makes a folder where files can be executed, which hardened hosts do not allow in /tmp, and prints its name.
executable_folder() {
    local place folder
    for place in "${TMPDIR:-/tmp}" /var/tmp "$root/target"; do
        [[ $place != "$root/target" ]] || mkdir -p "$place"
        folder=$(mktemp -d "$place/alias-defender.XXXXXX") || continue
        install -m 0700 /dev/null "$folder/try"
        [[ ! -x $folder/try ]] || { rm "$folder/try" && printf '%s' "$folder" && return; }
        rm -r "$folder"
    done
    die "there is no folder where files can be executed; name one by TMPDIR"
}

# Builds target/alias-defender.jar and target/lib when the jar is missing or older than what it is made of.
build_when_needed() {
    local jar=$root/target/alias-defender.jar
    is_current "$jar" && return
    [[ -w $root && (! -e $root/target || -w $root/target) ]] \
        || die "the program needs building and $root is not yours to write; please run this once as its owner"
    command -v mvn >/dev/null || die "the program needs building and there is no Maven; please run $root/scripts/setup"
    local release jdk
    # The oldest, because it is the one that the project is compiled for.
    read -r release jdk < <(jdks) || die "the program needs building and there is no JDK; please run $root/scripts/setup"

    # Two starts at once: the second waits, then finds it done. The lock is on a file that no clean build removes.
    exec 9<"$root/pom.xml"
    flock --nonblock 9 || { say "another build is running; waiting for it" && flock 9; }
    if ! is_current "$jar"; then
        say "building, because $([[ -f $jar ]] && echo 'the sources have changed' || echo 'this is the first start')"
        local begun=$SECONDS stamp log options=(-Dmaven.test.skip=true)
        # Warnings that only a newer compiler knows are the developers' business.
        ((release > 17)) && options+=(-Dmaven.compiler.failOnWarning=false)
        mkdir -p "$root/target"
        stamp=$(mktemp "$root/target/.build.XXXXXX")
        log=$stamp.log
        JAVA_HOME=$jdk maven "${options[@]}" package 9<&- >"$log" || {
            grep '^\[ERROR\]' "$log" >&2 || tail -n 20 "$log" >&2
            rm -f "$stamp" "$log"
            die "the build failed; its words are above"
        }
        # As old as the beginning of the build, so that what was edited meanwhile is seen as newer.
        touch --reference="$stamp" "$jar"
        rm -f "$stamp" "$log"
        say "built in $((SECONDS - begun)) s"
    fi
    exec 9<&-
}

is_current() {
    [[ -f $1 ]] || return 1
    local sources=("$root/pom.xml" "$root/src/main")
    [[ -d $root/webroot ]] && sources+=("$root/webroot")
    # Folders count too: a deleted file is a change.
    [[ -z $(find "${sources[@]}" -newer "$1" -print -quit) ]]
}

# fetch_peers FOLDER NAME...: the programs of these packages, and everything that they need and this machine has not, unpacked
# below FOLDER/root unless all are installed: installing would start a service.
fetch_peers() {
    local peers=$1 name missing=''
    shift
    for name in "$@"; do
        command -v "$name" >/dev/null || [[ -x $peers/root/usr/sbin/$name ]] || missing=yes
    done
    [[ -n $missing ]] || return 0
    command -v apt-get >/dev/null || die "not all of $* are installed, and there is no apt-get to fetch them"
    say "fetching $*"
    mkdir -p "$peers/cache/archives/partial"
    local fetch=(apt-get -qq -o Dir::Cache="$peers/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User=root)
    fetch+=(install --yes --no-install-recommends --download-only "$@")
    "${fetch[@]}" >"$peers/log" 2>&1 || { apt-get -qq update && "${fetch[@]}" >"$peers/log" 2>&1; } || {
        cat "$peers/log" >&2
        die "could not fetch $*"
    }
    local package
    for package in "$peers"/cache/archives/*.deb; do
        dpkg-deb --extract "$package" "$peers/root"
    done
}

# debian_tree TREE SUITE PACKAGE...: a Debian in the folder TREE with these packages and what they need, and none of their
# services started. Made once; it is kept until somebody removes it.
debian_tree() {
    local tree=$1 suite=$2
    shift 2
    [[ ! -e $tree/.complete ]] || return 0
    say "making a Debian in $tree"
    rm -rf "$tree"
    mkdir -p "$tree"
    debootstrap --variant=minbase "$suite" "$tree" >"$tree.log" 2>&1 || { tail "$tree.log" >&2 && die "debootstrap failed"; }
    # shellcheck disable=SC2016
    chroot "$tree" env DEBIAN_FRONTEND=noninteractive sh -ec '
        # Java needs it to know itself.
        mount -t proc proc /proc
        trap "umount /proc" EXIT
        printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        apt-get -qq install --yes --no-install-recommends "$@"
        apt-get clean
        rm /usr/sbin/policy-rc.d' - "$@" >>"$tree.log" 2>&1 || { tail "$tree.log" >&2 && die "apt-get failed"; }
    touch "$tree/.complete"
}
