# shellcheck shell=bash
# Sourced by the scripts of deploy: finds the tools they call and installs Debian packages for those that are missing.
# Needs say.sh.

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
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        give_up "missing here: ${commands[*]}" "$missing"
    fi
    say "installing ${packages[*]}"
    install_quietly "${packages[@]}" || give_up "could not install ${packages[*]}" "$missing"
    for pair in "$@"; do
        there "${pair%%=*}" || give_up "\"${pair%%=*}\" is still missing after installing \"${pair#*=}\""
    done
}

# there COMMAND: daemons lie in directories that a person's PATH leaves out.
there() { PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1" >/dev/null; }

# install_quietly PACKAGE…: no questions, nothing recommended, and above all no service started: a machine that runs a demo
# does not thereby become an SSH server.
install_quietly() {
    (
        local hook=/usr/sbin/policy-rc.d log sshd=absent
        log=$(mktemp)
        [ ! -e /lib/systemd/system/ssh.service ] || sshd=known
        undo=(rm -f "$log")
        if [ ! -e "$hook" ]; then
            printf '#!/bin/sh\nexit 101\n' >"$hook"
            chmod 0755 "$hook"
            undo+=("$hook")
        fi
        trap '"${undo[@]}"' EXIT
        export DEBIAN_FRONTEND=noninteractive
        # A fresh machine has no package lists, or ones that name what the mirror no longer keeps.
        { apt_install "$@" || { apt-get update && apt_install "$@"; }; } >"$log" 2>&1 || {
            tail -n 20 "$log" >&2
            exit 1
        }
        # Nor does it become one when it starts the next time.
        if [ $sshd = absent ] && command -v systemctl >/dev/null; then
            systemctl --quiet disable ssh.service ssh.socket 2>/dev/null || :
        fi
    )
}

apt_install() {
    apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}
