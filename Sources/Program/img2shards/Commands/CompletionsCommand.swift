// `img2shards completions`: what a shell completes our options with.

internal import ArgumentParser
internal import CommandWords
internal import Reporting

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints the completions for a shell.",
        discussion: """
            To install for your user; a new shell then completes commands, options in both spellings (--url-list, \
            --url_list), values, presets and files:

              # bash
              mkdir -p ~/.local/share/bash-completion/completions
              cd ~/.local/share/bash-completion/completions
              img2shards completions bash > img2shards

              # zsh, with ~/.zfunc in $fpath (fpath+=~/.zfunc before compinit)
              mkdir -p ~/.zfunc
              img2shards completions zsh > ~/.zfunc/_img2shards

              # fish
              mkdir -p ~/.config/fish/completions
              img2shards completions fish > ~/.config/fish/completions/img2shards.fish

            make install installs them for all users.
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() throws {
        let name = "img2shards"
        let script =
            switch shell {
            case .bash: CompletionScript.bash(name)
            case .zsh: CompletionScript.zsh(name)
            case .fish: CompletionScript.fish(name)
            }
        try StandardOutput.write(script)
    }
}
