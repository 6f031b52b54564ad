# What the scripts in ci/ share. Source it first: it goes to the project's root and makes every failure fatal.
# shellcheck shell=bash
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$project"
build=.build
gabi_emu=$build/release/gabi-emu

say() { printf '%s\n' "$*"; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}
have() { command -v "$1" >/dev/null 2>&1; }

# The comment at the top of the calling script, which is its help.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# Runs a command with its output in a log; shows the log only when it fails.
quietly() { # LOG COMMAND…
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        die "failed: $* (all of its output: $log)"
    fi
}

# Results are counted by ci/test: a line `ok NAME` or `not ok NAME` each, as in the Test Anything Protocol.
ok() { say "ok $*"; }
not_ok() { say "not ok $*"; }

# Debian packages -----------------------------------------------------------------------------------------------------

# The packages of the given sections of packages.txt that are missing, one a line.
missing_packages() { # SECTION…
    local section package command
    for section in "$@"; do
        awk -v want="[$section]" '/^\[/ {on = $1 == want; next} on && NF && !/^#/ {print $1, $2}' ci/packages.txt
    done | while read -r package command; do
        if [ -n "$command" ] && have "$command"; then continue; fi
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || say "$package"
    done
}

install_packages() { # SECTION…
    local missing as_root=()
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    say "Installing Debian packages:" $missing
    have apt-get || die "this is not Debian; install what corresponds to:" $missing
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || die "neither root nor sudo; run as root: apt-get install" $missing
        as_root=(sudo)
    fi
    quietly "$build/log/apt-update" "${as_root[@]}" apt-get update
    # shellcheck disable=SC2086
    quietly "$build/log/apt-install" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $missing
}

# Building ------------------------------------------------------------------------------------------------------------

build_preset() { # PRESET [TARGET…]
    local preset=$1
    shift
    quietly "$build/log/configure-$preset" cmake --preset "$preset"
    quietly "$build/log/build-$preset" cmake --build --preset "$preset" ${1:+--target "$@"}
}

need_gabi_emu() { [ -x "$gabi_emu" ] || die "$gabi_emu is missing; build it with: ci/test --only build"; }

# Running -------------------------------------------------------------------------------------------------------------

# Starts gabi-emu with the sample data on free ports and waits until it answers; sets aws_url and api_url. It is stopped
# when the script ends.
start_gabi_emu() { # [OPTION…]
    local log
    [ -x "$gabi_emu" ] || die "$gabi_emu is missing; build it with: ci/test --only build"
    log=$(mktemp)
    "$gabi_emu" serve --sample --port 0 --api-port 0 "$@" >"$log" 2>&1 &
    local emulator_pid=$!
    trap "kill $emulator_pid 2>/dev/null; wait $emulator_pid 2>/dev/null; rm -f $log" EXIT
    for _ in $(seq 100); do
        # In the reverse order of their printing: when the later line is there, so is the earlier one.
        api_url=$(sed -n "s/^ *studio's API *//p" "$log") aws_url=$(sed -n 's/^ *AWS services *//p' "$log")
        if [ -n "$api_url" ]; then return; fi
        kill -0 "$emulator_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$log" >&2
    die "gabi-emu did not start"
}

# Checks --------------------------------------------------------------------------------------------------------------

# The C files of the tree at the current folder.
c_files() {
    local folder
    for folder in services adapters emulator scenarios ci; do
        [ ! -d "$folder" ] || find "$folder" -name '*.[ch]' -not -path '*/node_modules/*'
    done | sort
}
