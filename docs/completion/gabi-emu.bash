# Completion of gabi-emu for bash. Source this file, or copy it to /usr/share/bash-completion/completions/gabi-emu.

_gabi_emu() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} choices
    local both='--template --seed --help --version'
    case $before in
    --template | --credentials) mapfile -t COMPREPLY < <(compgen -f -- "$word") && return ;;
    --data) mapfile -t COMPREPLY < <(compgen -d -- "$word") && return ;;
    --port | --api-port | --seed | --jobs) return ;;
    esac
    if [[ ${COMP_WORDS[1]} == test && $COMP_CWORD -gt 1 ]]; then
        choices="$both --jobs"
        [[ $word == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
    else
        choices="$both --port --api-port --sample --data --durable --credentials --strict-auth"
        [[ $COMP_CWORD -gt 1 ]] || choices="serve test $choices"
    fi
    [[ ${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}
complete -o filenames -F _gabi_emu gabi-emu
