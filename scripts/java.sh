# shellcheck shell=bash
# What the program's start script shares with those that build it; to be sourced. Installed beside the program.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# For what may pass by itself: EX_TEMPFAIL of sysexits.h, after which a service manager tries again.
die_for_now() {
    say "$@"
    exit 75
}

# The version (17.0.15) of the Java below a folder; nothing when there is none.
# Read from its `release` file, because asking `java -version` costs as much as a start.
java_version() {
    local line=''
    [[ -x $1/bin/java ]] || return 0
    if [[ -r $1/release ]]; then
        while read -r line; do
            [[ $line == JAVA_VERSION=* ]] && break
        done <"$1/release"
    else
        line=$("$1/bin/java" -version 2>&1) || return 0
    fi
    line=${line#*\"}
    line=${line#1.} # Java 8 calls itself 1.8
    printf '%s' "${line%%[!0-9.]*}"
}

# The feature release (17, 21, 25, ...) of that; 0 when there is none.
java_release() {
    local version
    version=$(java_version "$1")
    printf '%s' "${version%%.*}"
    [[ -n $version ]] || printf 0
}
