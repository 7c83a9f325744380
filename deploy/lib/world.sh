# shellcheck shell=bash
# Sourced by demo and bench: a directory with people, policy, targets and a bastion that serves them.
# Needs say.sh, $lib (this directory), $bastion (the executable) and $dir (absolute).

people=(alice bob carol)
targets=(prod-db-1 prod-web-1)

# free_port: one that nothing listens on, below those that the kernel gives to connections going out.
free_port() {
    local port _
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 12000))
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
    give_up "no free port was found" "name one with --port"
}

# make_keys: the authorities, and one identity key for each person.
make_keys() {
    local person
    [ -e "$dir/keys/access-ca.pub" ] || "$bastion" init --demo --keys "$dir/keys" >/dev/null || give_up "the authorities could not be made"
    for person in "${people[@]}"; do
        mkdir -p "$dir/$person"
        [ -e "$dir/$person/id_ed25519" ] ||
            ssh-keygen -q -t ed25519 -N '' -C "$person@laptop" -f "$dir/$person/id_ed25519"
    done
}

# start_targets [OPTION…]: further options are those of "target up".
start_targets() {
    local target
    for target in "${targets[@]}"; do
        "$lib/target" up "$target" "$dir/targets/$target" --ca "$dir/keys/target-ca.pub" --owner $$ "$@"
    done
}

# stop_targets: those that were added since, too.
stop_targets() {
    local target
    for target in "$dir"/targets/*/; do
        [ ! -d "$target" ] || "$lib/target" down "${target%/}"
    done
}

# write_policy: access.yaml, with the targets' addresses and host keys as they are now.
write_policy() {
    local target env
    {
        echo "version: 1"
        echo
        echo "people:"
        person alice engineers
        person bob reviewers
        person carol admins
        cat <<'END'

groups:
  engineers: {}
  reviewers: {duties: [review]}
  admins: {duties: [administer]}

targets:
END
        for target in "${targets[@]}"; do
            cat <<END
  $target:
    address: "$(cat "$dir/targets/$target/address")"
    aliases: [$(alias_of "$target")]
    labels: {env: prod}
    logins: [postgres, deploy]
    host-key: "$(cut -d ' ' -f 1,2 "$dir/targets/$target/host_key.pub")"
END
        done
        cat <<'END'

rules:
  - name: engineers-to-prod
    groups: [engineers]
    labels: {env: prod}
    logins: [postgres, deploy]
    permits: [shell, exec, sftp-read, sftp-write]
    duration: {default: 45m, max: 4h}
    approvals: {count: 1, from: reviewers}
    reason: required
    start: approval
    lapse: 1h
    exec-recording: {limit: 10MiB, then: digest}
    review: {within: 24h}
    break-glass: {max: 30m, review-within: 4h}
END
    } >"$dir/access.yaml.new"
    # Renamed into place, so that a bastion that is running never reads half of it.
    mv "$dir/access.yaml.new" "$dir/access.yaml"
}

person() { printf '  %s: {keys: ["%s"], groups: [%s]}\n' "$1" "$(cat "$dir/$1/id_ed25519.pub")" "$2"; }

# alias_of TARGET: prod-db-1 is db1 for short.
alias_of() {
    local short=${1#prod-}
    printf '%s\n' "${short//-/}"
}

# write_config PORT [LINE…]: bastion.yaml; the lines go to its end.
write_config() {
    local port=$1
    shift
    cat >"$dir/bastion.yaml" <<END
version: 1
demo: true
listen: "127.0.0.1:$port"
names: [bastion]
data: ./data
database: {url: "jdbc:sqlite:data/bastion.db"}
policy: ./access.yaml
keys: {directory: ./keys}
head-copy: ./heads/newest
END
    [ $# -eq 0 ] || printf '%s\n' "$@" >>"$dir/bastion.yaml"
}

# write_profiles PORT: for each person the ssh_config with which everything works at once, and the hosts it trusts.
write_profiles() {
    local person names=() target
    for target in "${targets[@]}"; do names+=("$target" "$(alias_of "$target")"); done
    for person in "${people[@]}"; do
        cat >"$dir/$person/ssh_config" <<END
# What $person needs for the bastion, after "ssh -F".
# A jump takes nothing from the command line but this file, so all of it stands here.
Host bastion
    HostName 127.0.0.1
    Port $1
    HostKeyAlias bastion
    User $person

Host *
    IdentityFile $(quoted "$dir/$person/id_ed25519")
    CertificateFile $(quoted "$dir/$person/id_ed25519-cert.pub")
    IdentitiesOnly yes
    UserKnownHostsFile $(quoted "$dir/$person/known_hosts")
    GlobalKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    UpdateHostKeys no
END
        # Never "*": whoever shows a certificate for another name is no host of ours. And none for the bastion's own name.
        {
            printf 'bastion %s\n' "$(cut -d ' ' -f 1,2 "$dir/keys/host-key.pub")"
            printf '@cert-authority %s %s\n' "$(IFS=,; echo "${names[*]}")" "$(cut -d ' ' -f 1,2 "$dir/keys/host-ca.pub")"
        } >"$dir/$person/known_hosts"
    done
}

# quoted PATH: as ssh_config wants it.
quoted() { printf '"%s"' "${1//%/%%}"; }

# shown PATH: as a person in this directory would type it.
shown() {
    local short=${1#"$PWD"/}
    [ "$short" = "$1" ] || [[ $short == */* ]] || short=./$short
    printf '%q' "$short"
}

# start_bastion: in the background; returns when every person gets an answer.
start_bastion() {
    local person _
    # Should this script be killed, the bastion drains by itself.
    setpriv --pdeathsig TERM "$bastion" serve --config "$dir/bastion.yaml" </dev/null >>"$dir/bastion.log" 2>&1 &
    declare -g bastion_pid=$!
    printf '%s\n' "$bastion_pid" >"$dir/bastion.pid"
    for person in "${people[@]}"; do
        for _ in $(seq 300); do
            if ssh -F "$dir/$person/ssh_config" -o BatchMode=yes bastion whoami >/dev/null 2>>"$dir/ssh.log"; then
                continue 2
            fi
            [ -d "/proc/$bastion_pid" ] || break
            sleep 0.2
        done
        tail -n 20 "$dir/bastion.log" "$dir/ssh.log" >&2
        give_up "the bastion does not answer $person" "its log is \"$dir/bastion.log\""
    done
    rm -f "$dir/ssh.log"
}

# stop_bastion: it drains first; what does not drain within ten seconds is killed.
stop_bastion() {
    local _
    [ -n "${bastion_pid:-}" ] || return 0
    kill -TERM "$bastion_pid" 2>/dev/null || :
    for _ in $(seq 100); do
        kill -0 "$bastion_pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$bastion_pid" 2>/dev/null || :
    wait "$bastion_pid" 2>/dev/null || :
    bastion_pid=
    rm -f "$dir/bastion.pid"
}
