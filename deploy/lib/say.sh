# shellcheck shell=bash
# Sourced by the scripts of deploy: what they say to people, and how they give up.
# Answers go to standard output; sentences, hints and progress go to standard error.

say() { printf '%s\n' "$*" >&2; }

# give_up SENTENCE [HINT]: the sentence starts in lower case, has no full stop, and quotes what it names.
give_up() {
    say "${0##*/}: $1"
    [ -z "${2:-}" ] || say "hint: $2"
    exit "${3:-1}"
}

wrong_usage() {
    say "${0##*/}: $1"
    say "hint: ${0##*/} --help"
    exit 2
}
