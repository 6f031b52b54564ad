# Completion of gabi-emu for bash. Source this file, or copy it to /usr/share/bash-completion/completions/gabi-emu.

_gabi_emu() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} choices
    local both='--template --seed --help --version'
    local serve='--port --api-port --sample --data --durable --credentials --strict-auth'
    local test='--glob --shard --from-entry --to-entry --list --jobs --repeat --shuffle --continue-on-error
        --variable --variables-file --secret --secrets-file --file-root --against --watch --header --user
        --user-agent --cookie --no-cookie-store --location --location-trusted --max-redirs --max-time --retry
        --retry-interval --delay --compressed --path-as-is --no-assert --report-junit --report-tap
        --report-json --report-html --transcript --verbose --very-verbose --color --no-color --progress-bar
        --error-format --parallel --test --no-output'
    local explore='--seeds --jobs --clients --replay'
    case $before in
    --template | --credentials | --variables-file | --secrets-file | --cookie | --report-junit | \
        --report-tap | --transcript | --replay)
        mapfile -t COMPREPLY < <(compgen -f -- "$word") && return
        ;;
    --data | --file-root | --report-json | --report-html)
        mapfile -t COMPREPLY < <(compgen -d -- "$word") && return
        ;;
    --port | --api-port | --seed | --glob | --shard | --from-entry | --to-entry | --jobs | --repeat | \
        --shuffle | --variable | --secret | --against | --header | --user | --user-agent | --max-redirs | \
        --max-time | --retry | --retry-interval | --delay | --seeds | --clients) return ;;
    --error-format) choices='short long' ;;
    help) choices='serve test explore' ;;
    esac
    if [[ -z $choices && ${COMP_WORDS[1]} == test && $COMP_CWORD -gt 1 ]]; then
        choices="$both $test"
        [[ $word == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
    elif [[ -z $choices && ${COMP_WORDS[1]} == explore && $COMP_CWORD -gt 1 ]]; then
        choices="$both $explore"
        [[ $word == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
    elif [[ -z $choices ]]; then
        choices="$both $serve"
        [[ $COMP_CWORD -gt 1 ]] || choices="serve test explore help $choices"
    fi
    [[ ${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}
complete -o filenames -F _gabi_emu gabi-emu
