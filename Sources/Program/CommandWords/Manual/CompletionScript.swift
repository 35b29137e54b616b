// The scripts that shells load: they ask the program itself what may come next.

/// A script for one shell, for a program that answers `NAME complete SHELL -- WORDS…`.
package enum CompletionScript {
    /// What the lines of an answer are: a word each, with a tab and what it is for where the shell shows that; `:files`
    /// and `:folders` ask the shell for paths as well.
    package static func lines(_ offer: Completer.Offer, showsAbout: Bool) -> [String] {
        offer.words.map { word in
            let about = word.about.prefix { $0 != "\n" }
            return showsAbout && !about.isEmpty ? word.text + "\t" + about : word.text
        } + (offer.paths.map { [":" + $0.rawValue] } ?? [])
    }

    package static func bash(_ name: String) -> String {
        """
        # Completions of \(name) for bash.
        _\(name)() {
            local line=${COMP_LINE:0:COMP_POINT} reply paths=''
            local -a words
            read -ra words <<<"$line"
            [[ $line == *[[:space:]] ]] && words+=('')
            local current=${words[${#words[@]}-1]}
            [[ $current == -*=* ]] && current=${current#*=}
            COMPREPLY=()
            while IFS= read -r reply; do
                case $reply in
                    :files | :folders) paths=$reply ;;
                    *) COMPREPLY+=("$reply") ;;
                esac
            done < <("${words[0]}" complete bash -- "${words[@]:1}" 2>/dev/null)
            [[ -z $paths ]] && return
            compopt -o filenames 2>/dev/null
            local kind=-f
            [[ $paths == :folders ]] && kind=-d
            while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen "$kind" -- "$current")
        }
        complete -F _\(name) \(name)

        """
    }

    package static func zsh(_ name: String) -> String {
        """
        #compdef \(name)
        # Completions of \(name) for zsh.
        _\(name)() {
            local line paths=''
            local -a offered
            for line in "${(@f)$("${words[1]}" complete zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                case $line in
                    '') ;;
                    :files | :folders) paths=$line ;;
                    *$'\\t'*) offered+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}") ;;
                    *) offered+=("${line//:/\\\\:}") ;;
                esac
            done
            (( ${#offered} )) && _describe \(name) offered
            case $paths in
                :files) _files ;;
                :folders) _files -/ ;;
            esac
        }
        if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
            _\(name) "$@"
        else
            compdef _\(name) \(name)
        fi

        """
    }

    package static func fish(_ name: String) -> String {
        """
        # Completions of \(name) for fish.
        function __\(name)_complete
            set -l words (commandline -poc)
            set -l current (commandline -ct)
            for line in ($words[1] complete fish -- $words[2..-1] "$current" 2>/dev/null)
                switch $line
                    case :files
                        __fish_complete_path "$current"
                    case :folders
                        __fish_complete_directories "$current"
                    case '*'
                        echo $line
                end
            end
        end
        complete -c \(name) -f -a '(__\(name)_complete)'

        """
    }
}
