# shellcheck shell=bash
# Sourced by the scripts of deploy: finds the tools they call and installs Debian packages for those that are missing.
# Needs say.sh.

# What Debian would start, and start again with the machine, when its package is installed.
services=(ssh.service ssh.socket postgresql.service docker.service docker.socket containerd.service)

# need COMMAND=PACKAGE…: returns when every command is there. As root on Debian and its children the missing packages are
# installed; elsewhere they are named and the script ends.
need() {
    local missing pair packages=() commands=()
    for pair in "$@"; do
        if ! there "${pair%%=*}"; then
            commands+=("${pair%%=*}")
            packages+=("${pair#*=}")
        fi
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)
    missing="apt-get install ${packages[*]}"
    may_install || give_up "missing here: ${commands[*]}" "$missing"
    say "installing ${packages[*]}"
    install_quietly "${packages[@]}" || give_up "could not install ${packages[*]}" "$missing"
    for pair in "$@"; do
        there "${pair%%=*}" || give_up "\"${pair%%=*}\" is still missing after installing \"${pair#*=}\""
    done
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# there COMMAND: daemons lie in directories that a person's PATH leaves out, and PostgreSQL's in one of its own; a file with
# its path is no command, and only has to be there.
there() {
    case $1 in /*) [ -e "$1" ]; return ;; esac
    PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1" >/dev/null ||
        compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null
}

# install_quietly PACKAGE…: no questions, nothing recommended, and above all no service started: a machine that runs a demo
# does not thereby become an SSH server, now or when it starts the next time.
install_quietly() {
    (
        scratch=$(mktemp -d)
        before=" $(unit_files) "
        trap 'allow_services; rm -r "$scratch"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        forbid_services
        export DEBIAN_FRONTEND=noninteractive
        # A fresh machine has no package lists, or ones that name what the mirror no longer keeps.
        { apt_install "$@" || { apt-get update && apt_install "$@"; }; } >"$scratch/log" 2>&1 || {
            tail -n 20 "$scratch/log" >&2
            exit 1
        }
        disable_services "$before"
    )
}

apt_install() {
    apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}

# Debian starts a daemon when its package is installed, unless this script forbids it; the machine's own is put back.
policy_rc_d=/usr/sbin/policy-rc.d

forbid_services() {
    [ ! -e "$policy_rc_d" ] || mv "$policy_rc_d" "$scratch/policy-rc.d"
    printf '#!/bin/sh\nexit 101\n' >"$policy_rc_d"
    chmod 0755 "$policy_rc_d"
}

allow_services() {
    rm -f "$policy_rc_d"
    [ ! -e "$scratch/policy-rc.d" ] || mv "$scratch/policy-rc.d" "$policy_rc_d"
}

unit_files() {
    local unit
    for unit in "${services[@]}"; do
        [ ! -e "/lib/systemd/system/$unit" ] || printf '%s ' "$unit"
    done
}

# disable_services BEFORE: those that came with the packages.
disable_services() {
    local unit
    command -v systemctl >/dev/null || return 0
    for unit in $(unit_files); do
        case $1 in
            *" $unit "*) ;;
            *) systemctl --quiet disable "$unit" 2>/dev/null || say "could not disable $unit" ;;
        esac
    done
}
