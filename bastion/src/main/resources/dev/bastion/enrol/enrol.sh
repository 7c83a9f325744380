
# Everything above is what the bastion knows of this host; everything below is the same for every host.
#
# It takes one word: enrol, report, confirm, back-out or undo. What it changes it can give back byte for byte; until
# somebody confirms, it gives it back by itself.

LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 022

begin='# bastion begin: made by "bastion target enrol", taken out again with --undo'
joined='# bastion begin: made by "bastion target enrol", behind a line without an end'
end='# bastion end'
tab=$(printf '\t')

main() {
    act=${1:-$act}
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' HUP INT TERM
    [ "$(id -u)" = 0 ] || stop "this needs root" "run it as root, or behind sudo"
    find_sshd
    case $act in
        enrol) enrol "${2:-}" ;;
        report) keys_and_ways ;;
        confirm) confirm ;;
        back-out) give_back "${2:-}" ;;
        undo) undo ;;
        *) stop "\"$(printf %s "$act" | shown)\" is none of enrol, report, confirm, back-out and undo" ;;
    esac
}

# ---- words

# shown: whatever a host's files or programs say, harmless for a terminal.
shown() { tr -cd ' -~\n' | cut -c 1-4000; }

# say: a listener who has gone stops nothing.
say() { printf '%s\n' "$*" | shown || :; }

other() {
    say "other way in: $*"
    ways=$((ways + 1))
}

# stop SENTENCE [HINT]
stop() {
    say "enrolment: $1" >&2
    [ -z "${2:-}" ] || say "hint: $2" >&2
    exit 1
}

# ---- what is here

# find_sshd: its program, the process that listens, and the configuration which that process was given.
find_sshd() {
    sshd=$(command -v sshd) || stop "there is no OpenSSH sshd here"
    command -v ssh-keygen >/dev/null || stop "there is no ssh-keygen here"
    config=/etc/ssh/sshd_config
    masters >"$work/masters"
    master=
    if [ "$(wc -l <"$work/masters")" -eq 1 ]; then
        read -r master words <"$work/masters" || :
        case " $words " in
            *' -f /'*)
                config=${words#*-f }
                config=${config%% *}
                ;;
        esac
    fi
    [ -f "$config" ] || stop "there is no \"$config\""
    etc=$(dirname "$config")
    dir=$etc/bastion
    dropin=$etc/sshd_config.d/00-bastion.conf
    logind=/etc/systemd/logind.conf.d/bastion.conf
    ask_sshd "$work/all" || :
    if [ -z "$master" ] && [ -s "$work/all" ]; then
        pid_file=$(setting pidfile "$work/all")
        if [ -s "${pid_file:-/nonexistent}" ]; then
            master=$(head -n 1 "$pid_file" | tr -cd '0-9')
            [ "$(cat "/proc/$master/comm" 2>/dev/null)" = sshd ] || master=
        fi
    fi
}

# masters: process and words of each sshd that is no other sshd's child.
masters() {
    for process in /proc/[0-9]*; do
        [ "$(cat "$process/comm" 2>/dev/null)" = sshd ] || continue
        parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$process/status" 2>/dev/null)
        [ "$(cat "/proc/${parent:-0}/comm" 2>/dev/null)" != sshd ] || continue
        printf '%s %s\n' "${process#/proc/}" "$(tr '\000\n' '  ' <"$process/cmdline" 2>/dev/null)"
    done
}

# sound: whether sshd takes its configuration; what it says goes to a file.
sound() {
    "$sshd" -t -f "$config" >"$work/said" 2>&1 && return
    if grep -q 'privilege separation directory' "$work/said"; then
        mkdir -p /run/sshd
        "$sshd" -t -f "$config" >"$work/said" 2>&1 && return
    fi
    return 1
}

said() { head -n 5 "$work/said" | shown >&2; }

# ask_sshd FILE [LOGIN]: every setting as it is in force, for everybody or for one login that comes from the bastion.
ask_sshd() {
    if [ -z "${2:-}" ]; then
        "$sshd" -T -f "$config" >"$1" 2>"$work/said" && return
    fi
    from=${source:-127.0.0.1}
    whom=${2:-root}
    "$sshd" -T -f "$config" -C "user=$whom,host=$from,addr=$from,laddr=127.0.0.1,lport=$port" >"$1" 2>"$work/said" ||
        "$sshd" -T -f "$config" -C "user=$whom,host=$from,addr=$from" >"$1" 2>"$work/said"
}

ask_for_all() {
    ask_sshd "$work/all" || return 1
    for login in $logins; do
        ask_sshd "$work/login.$login" "$login" || return 1
    done
}

# setting KEY FILE: the value that sshd named first, in words of its own.
setting() { sed -n "s/^$1 //p" "$2" | head -n 1; }

# ---- report

keys_and_ways() {
    sound || {
        said
        stop "sshd does not take its configuration \"$config\", and nothing was changed" "mend it, and try again"
    }
    ask_for_all || {
        said
        stop "sshd does not tell its settings, and nothing was changed" "$sshd -T -f $config"
    }
    host_keys
    ways_in
}

# host_keys: public halves as they are here, to be held against what the bastion has been told.
host_keys() {
    : >"$work/host-keys"
    sed -n 's/^hostkey //p' "$work/all" >"$work/host-key-files"
    while read -r file; do
        public=$(ssh-keygen -y -f "$file" </dev/null 2>/dev/null | cut -d ' ' -f 1,2)
        [ -n "$public" ] || public=$(cut -d ' ' -f 1,2 "$file.pub" 2>/dev/null) || continue
        [ -n "$public" ] || continue
        printf '%s %s\n' "$public" "$file" >>"$work/host-keys"
        say "host key: $public"
    done <"$work/host-key-files"
    [ -s "$work/host-keys" ] || stop "no host key of sshd was found"
    [ -n "$pinned" ] || return 0
    printf '%s\n' "$pinned" >"$work/pinned"
    while read -r type base64; do
        # The file of the key stands behind it.
        if grep -qF "$type $base64 " "$work/host-keys"; then return 0; fi
    done <"$work/pinned"
    stop "this host has none of the keys that access.yaml pins for $name, and nothing was changed" \
        "is it the right host? otherwise put one of the keys above into access.yaml first"
}

ways_in() {
    ways=0
    settings_open "$work/all" everybody
    for login in $logins; do
        if ! same_ways "$work/all" "$work/login.$login"; then
            settings_open "$work/login.$login" "$login"
        fi
    done
    match_blocks
    other_authorities
    key_files
    host_based
    listeners
    [ "$ways" -gt 0 ] || say "no other way in was found"
}

opening='authorizedkeysfile passwordauthentication kbdinteractiveauthentication challengeresponseauthentication
permitrootlogin permitemptypasswords hostbasedauthentication gssapiauthentication kerberosauthentication
authorizedkeyscommand authorizedprincipalscommand authorizedprincipalsfile trustedusercakeys revokedkeys'

# same_ways FILE FILE: whether a Match block changes nothing of what lets people in.
same_ways() {
    for key in $opening; do
        [ "$(setting "$key" "$1")" = "$(setting "$key" "$2")" ] || return 1
    done
}

# news KEY FILE WHOM: the value, where it is not that of everybody already.
news() {
    value=$(setting "$1" "$2")
    if [ "$3" = everybody ] || [ "$value" != "$(setting "$1" "$work/all")" ]; then printf '%s\n' "$value"; fi
}

# settings_open FILE WHOM
settings_open() {
    for key in passwordauthentication kbdinteractiveauthentication challengeresponseauthentication permitemptypasswords \
        hostbasedauthentication gssapiauthentication kerberosauthentication; do
        value=$(news "$key" "$1" "$2")
        [ "$value" != yes ] || other "sshd has $key yes for $2"
    done
    value=$(news permitrootlogin "$1" "$2")
    [ "${value:-no}" = no ] || other "sshd has permitrootlogin $value for $2"
    for key in authorizedkeyscommand authorizedprincipalscommand; do
        value=$(news "$key" "$1" "$2")
        [ "${value:-none}" = none ] || other "sshd asks a program, $key $value, for $2"
    done
    value=$(news authorizedkeysfile "$1" "$2")
    if [ "${value:-none}" = none ]; then
        return 0
    elif [ "$authorized_keys_none" = no ]; then
        other "sshd reads keys from \"$value\" for $2 (--authorized-keys-none ends that)"
    elif [ "$2" != everybody ]; then
        other "a Match block has sshd read keys from \"$value\" for $2"
    fi
}

match_blocks() {
    for file in "$config" "$etc"/sshd_config.d/*.conf; do
        [ -f "$file" ] || continue
        sed -n 's/^[[:space:]]*\([Mm][Aa][Tt][Cc][Hh][[:space:]=].*\)/\1/p' "$file" | head -n 20 >"$work/matches"
        while read -r line; do say "note: \"$file\" has $line"; done <"$work/matches"
    done
}

# other_authorities: keys besides the bastion's whose certificates sshd takes.
other_authorities() {
    : >"$work/authority-files"
    for whom in all $logins; do
        file=$work/all
        [ "$whom" = all ] || file=$work/login.$whom
        setting trustedusercakeys "$file" >>"$work/authority-files"
    done
    sort -u "$work/authority-files" >"$work/authority-files.once"
    while read -r file; do
        [ -f "$file" ] || continue
        grep -v '^[[:space:]]*\(#\|$\)' "$file" | head -n 50 >"$work/lines" || :
        while read -r line; do
            base64=$(printf '%s\n' "$line" | tr ' ' '\n' | grep '^AAAA' | head -n 1)
            case "$authorities" in *"${base64:-none}"*) continue ;; esac
            printf '%s\n' "$line" >"$work/one"
            other "\"$file\" trusts $(ssh-keygen -lf "$work/one" 2>/dev/null || printf 'what is no key')"
        done <"$work/lines"
    done <"$work/authority-files.once"
}

accounts() { { getent passwd 2>/dev/null || cat /etc/passwd; } | head -n 5000; }

# key_files: every authorized_keys of every account, where sshd looks for it, or would.
key_files() {
    patterns=$(setting authorizedkeysfile "$work/all")
    read_now='sshd reads'
    if [ "${patterns:-none}" = none ]; then
        patterns='.ssh/authorized_keys .ssh/authorized_keys2'
        read_now='sshd does not read'
    elif [ "$authorized_keys_none" = yes ]; then
        read_now='from now on sshd does not read'
    fi
    accounts | places "$patterns" >"$work/places"
    while IFS=$tab read -r user file; do
        [ -f "$file" ] || continue
        count=$(head -c 1000000 "$file" 2>/dev/null | grep -c '^[[:space:]]*[^#[:space:]]') || continue
        other "\"$file\" lets $count keys into $user; $read_now it"
    done <"$work/places"
}

# places PATTERNS: from lines of passwd, login and path, sshd's % signs filled in.
places() {
    awk -F: -v patterns="$1" '
        function filled(pattern, user, number, home,   text, i, c) {
            text = ""
            for (i = 1; i <= length(pattern); i++) {
                c = substr(pattern, i, 1)
                if (c == "%") {
                    c = substr(pattern, ++i, 1)
                    c = c == "h" ? home : c == "u" ? user : c == "U" ? number : c
                }
                text = text c
            }
            return substr(text, 1, 1) == "/" ? text : home "/" text
        }
        { n = split(patterns, one, " "); for (k = 1; k <= n; k++) print $1 "\t" filled(one[k], $1, $3, $6) }'
}

host_based() {
    for file in /etc/hosts.equiv /etc/shosts.equiv "$etc/shosts.equiv"; do
        [ ! -s "$file" ] || other "there is \"$file\""
    done
    accounts | places '.rhosts .shosts' >"$work/places"
    while IFS=$tab read -r user file; do
        [ ! -s "$file" ] || other "there is \"$file\" of $user"
    done <"$work/places"
}

# listeners: what else takes logins, as the kernel has it; no tool is needed for that.
listeners() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { n = split($2, part, ":"); print part[n] }' |
        sort -u >"$work/listening"
    while read -r hex; do
        case $(printf '%d' "0x$hex") in
            23) other "something listens on port 23, telnet" ;;
            512) other "something listens on port 512, rexec" ;;
            513) other "something listens on port 513, rlogin" ;;
            514) other "something listens on port 514, rsh" ;;
        esac
    done <"$work/listening"
    sed -n 's/^port //p' "$work/all" >"$work/ports"
    while read -r number; do
        [ "$number" = "$port" ] || other "sshd listens on port $number too"
    done <"$work/ports"
    if [ "$(wc -l <"$work/masters")" -gt 1 ]; then
        while read -r process words; do other "an sshd runs as process $process: $words"; done <"$work/masters"
    fi
    for process in /proc/[0-9]*; do
        case $(cat "$process/comm" 2>/dev/null) in
            dropbear | tinysshd | in.telnetd | telnetd | in.rshd | in.rlogind)
                other "$(cat "$process/comm") runs as process ${process#/proc/}"
                ;;
        esac
    done
}

# ---- change and give back

# begin_change: from here on, whatever ends this script early gives everything back.
begin_change() {
    if [ -e "$dir/state" ]; then
        stop "an enrolment waits for its answer, or broke off" "sh $dir/state/script confirm, or the same with back-out"
    fi
    if [ -s "$dir/bastion" ] && [ "$(cat "$dir/bastion")" != "$bastion" ]; then
        stop "this host is enrolled with the bastion $(shown <"$dir/bastion")" "undo that first: sh $dir/enrol undo"
    fi
    token=$(date +%s).$$
    fresh=no
    [ -d "$dir" ] || fresh=yes
    if ! mkdir -p "$dir" 2>"$work/said" || ! mkdir -m 0700 "$dir/state" 2>"$work/said"; then
        said
        stop "\"$dir\" cannot be written, and nothing was changed"
    fi
    chmod 0755 "$dir"
    state=$dir/state
    trap 'broke_off' EXIT
    printf '%s\n' "$token" >"$state/token"
    printf '%s\n' "$fresh" >"$state/fresh"
    : >"$state/files"
    cat -- "$0" >"$state/script"
    changed=no
    reloaded=no
}

broke_off() {
    trap 'rm -rf "$work"' EXIT
    trap '' HUP INT TERM
    if [ -d "${state:-/nonexistent}" ]; then
        stop_watching
        if restore; then
            [ "$reloaded" = no ] || run_again
            say "enrolment: everything is as it was" >&2
        fi
    fi
    rm -rf "$work"
    exit 1
}

# remember FILE: as it is now, or that there is none.
remember() {
    if grep -qxF -e "had $1" -e "had not $1" "$state/files"; then return 0; fi
    if [ -e "$1" ]; then
        number=$(wc -l <"$state/files" | tr -d ' ')
        cp -p -- "$1" "$state/was.$number" || stop "\"$1\" cannot be kept"
        printf 'had %s\n' "$1" >>"$state/files"
    else
        printf 'had not %s\n' "$1" >>"$state/files"
    fi
}

# put FILE NEW: the content of NEW becomes its own, under the name that links lead to, with the rights that it had.
put() {
    into=$1
    [ ! -L "$into" ] || into=$(readlink -f "$into")
    if [ -f "$into" ] && cmp -s -- "$2" "$into"; then return 0; fi
    remember "$into"
    replace "$into" "$2" || {
        said
        stop "\"$into\" cannot be written"
    }
    changed=yes
    say "changed: $into"
}

# put_line FILE LINE…
put_line() {
    into=$1
    shift
    printf '%s\n' "$@" >"$work/lines-to-put"
    put "$into" "$work/lines-to-put"
}

# replace FILE NEW: at once, or where that cannot be (a file that is mounted), in place.
replace() {
    if [ -e "$1" ]; then
        cp -p -- "$1" "$1.bastion-new" 2>"$work/said" || return 1
    fi
    if ! { cat -- "$2" >"$1.bastion-new"; } 2>"$work/said"; then
        rm -f -- "$1.bastion-new"
        return 1
    fi
    if ! mv -f -- "$1.bastion-new" "$1" 2>"$work/said"; then
        rm -f -- "$1.bastion-new"
        { cat -- "$2" >"$1"; } 2>"$work/said" || return 1
    fi
}

# take_away FILE
take_away() {
    [ -e "$1" ] || return 0
    remember "$1"
    rm -f -- "$1" 2>"$work/said" || {
        said
        stop "\"$1\" cannot be removed"
    }
    changed=yes
    say "removed: $1"
}

# restore: every file that was touched is what it was, byte for byte. Knows only $state.
restore() {
    number=0
    whole=yes
    while read -r line; do
        case $line in
            'had not '*)
                rm -f -- "${line#had not }" || whole=no
                [ ! -e "${line#had not }" ] || whole=no
                ;;
            'had '*)
                if ! same_again "${line#had }" "$state/was.$number"; then
                    whole=no
                    say "enrolment: \"${line#had }\" could not be given back; it is kept as $state/was.$number" >&2
                fi
                ;;
        esac
        number=$((number + 1))
    done <"$state/files"
    [ "$whole" = yes ] || return 1
    fresh=$(cat "$state/fresh")
    rm -rf -- "$state"
    rmdir -- "$dir/principals" 2>/dev/null || :
    [ "$fresh" = no ] || rm -rf -- "$dir"
}

# same_again FILE KEPT: content, owner and mode, also of a file that has to be made again.
same_again() {
    if [ -f "$1" ] && cmp -s -- "$2" "$1"; then
        return 0
    elif [ -e "$1" ]; then
        replace "$1" "$2" || return 1
    else
        cp -p -- "$2" "$1" || return 1
    fi
    cmp -s -- "$2" "$1"
}

# without FILE: its content without our lines; where they are the last thing in it, just what it was before them.
without() {
    whole_line=yes
    [ -z "$(tail -c 1 -- "$1")" ] || whole_line=no
    awk -v begin="$begin" -v joined="$joined" -v end="$end" -v whole_line=$whole_line '
        function out(line) { if (started) printf "\n"; printf "%s", line; started = 1 }
        $0 == begin || $0 == joined { if (inside) exit 3; inside = 1; was_joined = $0 == joined; next }
        $0 == end && inside { inside = 0; closed = NR; next }
        !inside { out($0) }
        END {
            if (inside) exit 3
            if (started && whole_line == "yes" && !(was_joined && closed == NR)) printf "\n"
        }' "$1" >"$work/without" ||
        stop "the lines of the bastion in \"$1\" were edited" "take out everything from \"$begin\" to \"$end\" by hand"
    cat "$work/without"
}

# append FILE TEXT: our lines at its end, in place of those that we had there.
append() {
    without "$1" >"$work/base"
    first=$begin
    [ -z "$(tail -c 1 -- "$work/base")" ] || first=$joined
    {
        cat "$work/base"
        [ "$first" = "$begin" ] || echo
        printf '%s\n' "$first" "$2" "$end"
    } >"$work/appended"
    grep -sqxF -- "$1" "$dir/appended" || {
        { cat "$dir/appended" 2>/dev/null || :; printf '%s\n' "$1"; } >"$work/list"
        put "$dir/appended" "$work/list"
    }
    put "$1" "$work/appended"
}

# ---- enrol

enrol() {
    keys_and_ways
    begin_change
    put_line "$dir/bastion" "$bastion"
    lines=
    lines_now >"$work/now"
    authorities_here
    revocations
    principals_here
    certificates_here
    # What was agreed to once stays, whatever is typed today; undo takes it out.
    if [ "$authorized_keys_none" = yes ] || now 'AuthorizedKeysFile none'; then add 'AuthorizedKeysFile none'; fi
    configuration
    logind_here
    if command -v restorecon >/dev/null; then restorecon -R "$dir" 2>/dev/null || :; fi
    if [ "$changed" = no ]; then
        trap 'rm -rf "$work"' EXIT
        rm -rf -- "$state"
        say "nothing was to be changed: $name is enrolled"
        return 0
    fi
    watch
    reload || stop "sshd does not run after the reload"
    trap 'rm -rf "$work"' EXIT
    wait_for_answer "$1"
}

add() { lines="$lines$1
"; }

# lines_now: what an earlier enrolment told sshd.
lines_now() {
    if ours "$dropin"; then cat "$dropin"; fi
    awk -v begin="$begin" -v end="$end" '$0 == end { inside = 0 } inside { print } $0 == begin { inside = 1 }' "$config"
}

now() { grep -qxF -- "$1" "$work/now"; }

# authorities_here: into the file that sshd reads already, whoever's it is, or into one of ours.
authorities_here() {
    own=no
    sort -u "$work/authority-files" >"$work/authority-files.once"
    [ -s "$work/authority-files.once" ] || echo none >"$work/authority-files.once"
    while read -r file <&4; do
        case $file in
            '' | none | "$dir/target-ca.pub") own=yes ;;
            /*)
                [ -f "$file" ] || stop "sshd is told to trust the authorities in \"$file\", and there is no such file"
                without "$file" >"$work/theirs"
                missing=
                while read -r line; do
                    grep -qF -- "${line#* }" "$work/theirs" || missing="$missing${missing:+
}$line"
                done <<END
$authorities
END
                if [ -n "$missing" ]; then append "$file" "$missing"; fi
                ;;
            *) stop "\"$file\" is no place for authorities" ;;
        esac
    done 4<"$work/authority-files.once"
    if [ "$own" = yes ]; then
        put_line "$dir/target-ca.pub" "$authorities"
        case $(setting trustedusercakeys "$work/all") in
            '' | none | "$dir/target-ca.pub") add "TrustedUserCAKeys $dir/target-ca.pub" ;;
        esac
    fi
}

# revocations: a list that is there and valid before sshd is told of it; without one it would let nobody in.
revocations() {
    if [ -z "$krl" ]; then
        if now "RevokedKeys $krl_file" && [ -s "$krl_file" ]; then add "RevokedKeys $krl_file"; fi
        return 0
    fi
    value=$(setting revokedkeys "$work/all")
    case ${value:-none} in
        none | "$krl_file") ;;
        *)
            say "note: sshd reads revocations from \"$value\" already, so those of the bastion do not reach it"
            return 0
            ;;
    esac
    printf '%s\n' "$krl" | { base64 -d 2>/dev/null || openssl base64 -d -A; } >"$work/krl" ||
        stop "neither base64 nor openssl is here"
    printf '%s\n' "$authorities" >"$work/authorities"
    ssh-keygen -Q -f "$work/krl" "$work/authorities" >"$work/said" 2>&1 || {
        said
        stop "the list of revocations is not one that this ssh-keygen takes"
    }
    if [ "$(krl_version "$krl_file")" -lt "$(krl_version "$work/krl")" ]; then
        put "$krl_file" "$work/krl"
    fi
    add "RevokedKeys $krl_file"
}

# krl_version FILE: -1 where it is none; 0 where this ssh-keygen does not tell.
krl_version() {
    if ! [ -s "$1" ] || ! ssh-keygen -Q -f "$1" "$work/authorities" >/dev/null 2>&1; then
        echo -1
        return
    fi
    number=$(ssh-keygen -Q -l -f "$1" 2>/dev/null | sed -n 's/^# KRL version \([0-9]*\).*/\1/p')
    echo "${number:-0}"
}

# principals_here: roles where the policy names some, and lines in every list of principals that sshd asks already.
principals_here() {
    own=no
    for pair in $principals; do
        login=${pair%%=*} role=${pair#*=}
        value=$(setting authorizedprincipalsfile "$work/login.$login")
        case ${value:-none} in
            none | "$dir/principals/%u")
                [ "$roles" = yes ] || continue
                own=yes
                mkdir -p "$dir/principals"
                put_line "$dir/principals/$login" "$role"
                ;;
            *)
                file=$(accounts | grep "^$login:" | head -n 1 | places "$value" | cut -f 2)
                [ -n "$file" ] || stop "there is no account \"$login\" here" "correct its logins in access.yaml"
                : >"$work/theirs"
                if [ -f "$file" ]; then without "$file" >"$work/theirs"; fi
                if grep -qxF -- "$role" "$work/theirs"; then continue; fi
                case $value in
                    *%h* | [!/]*)
                        # Root writes nothing to where the user could have laid a link.
                        stop "sshd reads the principals of $login from \"$value\", which that user can write" \
                            "put a line \"$role\" there as $login, and try again"
                        ;;
                esac
                [ -f "$file" ] || put "$file" "$work/theirs"
                append "$file" "$role"
                ;;
        esac
    done
    [ "$own" = yes ] || return 0
    if [ -s "$dir/appended" ]; then
        stop "a list of roles would take the right of login names from the authorities that sshd trusts already" \
            "set AuthorizedPrincipalsFile on the host yourself first, for them and for the bastion"
    fi
    add "AuthorizedPrincipalsFile $dir/principals/%u"
}

# certificates_here: each beside the host key that it is for.
certificates_here() {
    if [ -z "$certificates" ]; then
        while read -r key kept; do
            if [ "$key" = HostCertificate ] && [ -s "$kept" ]; then add "HostCertificate $kept"; fi
        done <"$work/now"
        return 0
    fi
    while read -r line <&4; do
        printf '%s\n' "$line" >"$work/certificate"
        ssh-keygen -L -f "$work/certificate" >"$work/said" 2>&1 || stop "what was given is no certificate"
        grep -q ' host certificate$' "$work/said" || stop "what was given is no host certificate"
        print=$(sed -n 's/^ *Public key: [^ ]* \(SHA256:[^ ]*\).*/\1/p' "$work/said")
        file=
        while read -r type base64 key; do
            printf '%s %s\n' "$type" "$base64" >"$work/one"
            case "$(ssh-keygen -lf "$work/one")" in *" $print "*) file=$key ;; esac
        done <"$work/host-keys"
        [ -n "$file" ] || stop "the host certificate is for $print, which is no host key here"
        kept=$dir/$(basename "$file")-cert.pub
        if sed -n 's/^hostcertificate //p' "$work/all" | grep -vxF -- "$kept" | grep -qv '^none$'; then
            stop "sshd has a host certificate already, which is not the bastion's" "take out its HostCertificate first"
        fi
        put "$kept" "$work/certificate"
        add "HostCertificate $kept"
    done 4<<END
$certificates
END
}

# configuration: in a file of its own where sshd includes one before anything else, and otherwise at the top of the
# main file, before any Match.
configuration() {
    without "$config" >"$work/main"
    if [ -n "$lines" ] && cmp -s -- "$work/main" "$config" && free_for_us && included; then
        printf '%s\n%s' "$begin" "$lines" >"$work/whole"
        put "$dropin" "$work/whole"
        must_be_sound
        if in_force; then return 0; fi
    fi
    if ours "$dropin"; then take_away "$dropin"; fi
    if [ -n "$lines" ]; then
        {
            printf '%s\n%s%s\n' "$begin" "$lines" "$end"
            cat "$work/main"
        } >"$work/whole"
        put "$config" "$work/whole"
    else
        put "$config" "$work/main"
    fi
    must_be_sound
    in_force || stop "the settings do not take effect: $why" "look for a Match block that says otherwise"
}

# ours FILE: whether it begins as we begin.
ours() { [ -f "$1" ] && [ "$(head -n 1 "$1")" = "$begin" ]; }

free_for_us() { [ -d "$etc/sshd_config.d" ] && { [ ! -e "$dropin" ] || ours "$dropin"; }; }

# included: whether the main file names our own place before its first Match.
included() {
    awk '
        { line = $0; sub(/^[ \t]+/, "", line); key = tolower(line); sub(/[ \t=].*/, "", key) }
        key == "match" { exit }
        key == "include" { sub(/^[^ \t=]*[ \t]*=?[ \t]*/, "", line); gsub(/"/, "", line); print line }
    ' "$config" | tr ' \t' '\n\n' >"$work/includes"
    while read -r pattern; do
        case $pattern in
            '') continue ;;
            /*) ;;
            *) pattern=/etc/ssh/$pattern ;;
        esac
        # shellcheck disable=SC2254
        case $dropin in $pattern) return 0 ;; esac
    done <"$work/includes"
    return 1
}

must_be_sound() {
    sound && return
    said
    stop "sshd does not take its configuration with these changes"
}

# in_force: whether sshd says of itself what it was told, for each login; if not, $why.
in_force() {
    why=
    ask_for_all || {
        why="sshd does not tell"
        return 1
    }
    for login in $logins; do
        value=$(setting trustedusercakeys "$work/login.$login")
        while read -r line; do
            grep -qsF -- "${line#* }" "${value:-/nonexistent}" || why="$login is not opened by the bastion's authority"
        done <<END
$authorities
END
        [ "$(setting pubkeyauthentication "$work/login.$login")" = yes ] || why="$login is not opened by public keys"
    done
    printf '%s' "$lines" >"$work/lines"
    while read -r key value; do
        key=$(printf %s "$key" | tr '[:upper:]' '[:lower:]')
        grep -qxF -- "$key $value" "$work/all" || why="$key is not $value"
    done <"$work/lines"
    [ -z "$why" ]
}

logind_here() {
    [ "$kill_user_processes" = yes ] || return 0
    if ! [ -d /run/systemd/system ]; then
        say "note: there is no systemd here, so what a login leaves running is not ended"
        return 0
    fi
    [ "$(setting usepam "$work/all")" = yes ] || say "note: sshd has UsePAM no, so logind does not learn of logins"
    [ -d "${logind%/*}" ] || mkdir -p "${logind%/*}"
    put_line "$logind" "$begin" '[Login]' 'KillUserProcesses=yes'
}

# logind_reads: no session ends by that.
logind_reads() {
    if [ -d /run/systemd/system ]; then
        systemctl try-reload-or-restart systemd-logind.service ||
            say "note: systemd-logind was not restarted; it reads its configuration at the next start"
    fi
}

# ---- the reload and the answer

# run_again: with what is in the files now.
run_again() {
    if [ -n "$master" ] && ! [ -d "/proc/$master" ]; then "$sshd" -f "$config"; else reload || :; fi
}

reload() {
    reloaded=yes
    if [ -d /run/systemd/system ]; then
        for unit in ssh.service sshd.service; do
            if systemctl is-active --quiet "$unit" 2>/dev/null; then
                systemctl reload "$unit" || return 1
                return 0
            fi
        done
    fi
    if [ -z "$master" ]; then
        say "note: no sshd runs that would have to be reloaded"
        return 0
    fi
    kill -HUP "$master" || return 1
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        sleep 1
        [ -d "/proc/$master" ] || return 1
        if listens; then return 0; fi
    done
    return 1
}

listens() {
    hex=$(printf ':%04X' "$(setting port "$work/all")")
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$hex" '
        $4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
}

# watch: gives everything back by itself when the time is over, whatever becomes of this login meanwhile.
watch() {
    if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null &&
        systemd-run --quiet --unit="bastion-enrol-$token" --on-active="$confirm_within" \
            --timer-property=AccuracySec=1s /bin/sh "$state/script" back-out "$token" >/dev/null 2>&1; then
        return 0
    fi
    (
        trap '' HUP
        trap - EXIT
        exec </dev/null >/dev/null 2>&1
        left=$confirm_within
        while [ "$left" -gt 0 ]; do
            sleep 1
            left=$((left - 1))
            [ -d "$state" ] || exit 0
        done
        exec sh "$state/script" back-out "$token"
    ) &
}

# wait_for_answer WORD: of who runs this where they can be asked, be it a program ("stdin") or a person.
wait_for_answer() {
    say "awaiting confirmation"
    if [ "$1" = stdin ] || [ -t 0 ]; then
        if [ "$1" != stdin ]; then
            say "does it work? ask in another terminal: ssh $bastion target check $name"
            say "then type confirm; anything else, or $confirm_within seconds without a word, takes it all back"
        fi
        answer=
        read -r answer || :
        if [ "$answer" = confirm ]; then confirm; else give_back "$token" && exit 1; fi
    else
        say "in $confirm_within seconds all of it is taken back, unless you say: sh $dir/state/script confirm"
        say "whether it works says: ssh $bastion target check $name"
    fi
}

# claim: of those who want to end the waiting, one does, and is not disturbed.
claim() {
    trap '' HUP INT TERM
    mv -- "$dir/state" "$dir/answered.$$" 2>/dev/null && state=$dir/answered.$$
}

confirm() {
    claim || stop "nothing waits for a confirmation" "it was taken back when its time was over; try again"
    mv -f -- "$state/script" "$dir/enrol"
    chmod 0700 "$dir/enrol"
    stop_watching
    rm -rf -- "$state"
    [ "$kill_user_processes" = no ] || logind_reads
    say "confirmed: $name is enrolled"
}

stop_watching() {
    token=$(cat "$state/token")
    [ ! -d /run/systemd/system ] || systemctl stop "bastion-enrol-$token.timer" 2>/dev/null || :
}

# give_back [TOKEN]: everything as it was, if it is that enrolment which still waits.
give_back() {
    if [ -n "$1" ] && [ "$(cat "$dir/state/token" 2>/dev/null)" != "$1" ]; then
        stop "that enrolment waits no more"
    fi
    claim || stop "nothing waits that could be taken back" "an enrolment that was confirmed is taken out with undo"
    stop_watching
    restore || stop "not everything could be given back, see above"
    sound || {
        said
        stop "sshd does not take its configuration, which is as it was before the enrolment"
    }
    run_again
    say "taken back: everything is as it was"
}

# ---- undo

undo() {
    ask_sshd "$work/all" || :
    if [ ! -d "$dir" ] || [ ! -s "$dir/bastion" ]; then
        say "nothing was to be undone: this host is not enrolled"
        return 0
    fi
    begin_change
    without "$config" >"$work/main"
    put "$config" "$work/main"
    if ours "$dropin"; then take_away "$dropin"; fi
    if [ -s "$dir/appended" ]; then
        while read -r file <&4; do
            [ -f "$file" ] || continue
            without "$file" >"$work/theirs"
            put "$file" "$work/theirs"
        done 4<"$dir/appended"
    fi
    killed=no
    if ours "$logind"; then
        killed=yes
        take_away "$logind"
    fi
    must_be_sound
    reload || stop "sshd does not run after the reload"
    trap 'rm -rf "$work"' EXIT
    rm -rf -- "$dir"
    [ "$killed" = no ] || logind_reads
    say "undone: $name trusts the bastion no more"
}

main "$@"
