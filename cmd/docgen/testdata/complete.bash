# complete.bash COMPLETIONS WORD...: what bash would offer for the last word, a line each.
set -eu
# shellcheck disable=SC1090  # the file that is tested
source "$1"
shift
[[ $(complete -p compose2unit) == 'complete -F _compose2unit compose2unit' ]]
compopt() { :; } # which works at a prompt only
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_compose2unit
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
