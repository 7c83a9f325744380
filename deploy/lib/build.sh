# shellcheck shell=bash
# Sourced by the scripts of deploy: the distribution, built when it is missing or older than its sources.
# Needs say.sh, packages.sh and $root, the top of the repository. BASTION names another executable to use instead.

built() {
    declare -g bastion=${BASTION:-$root/deploy/target/bastion/bin/bastion}
    [ -z "${BASTION:-}" ] || return 0
    # Two demos started together build once: the second waits here and then finds everything done.
    (
        flock 9
        ! fresh || exit 0
        need mvn=maven
        say "building the distribution (the first time takes a few minutes)"
        cd "$root"
        mvn -q -B -DskipTests package 1>&2 || give_up "the build failed" "cd $root && mvn -DskipTests package"
        touch deploy/target/built
    ) 9<"$root/pom.xml"
}

fresh() {
    local stamp=$root/deploy/target/built
    [ -x "$bastion" ] && [ -e "$stamp" ] &&
        [ -z "$(find "$root"/pom.xml "$root"/{policy,certs,recorder,bastion,deploy}/{pom.xml,src/main} -newer "$stamp" -print -quit)" ]
}
