// With or without the command's name.

import CommandWords
import Testing

@Suite("A command without a name")
struct CommandNamingTests {
    private let naming = CommandNaming(
        root: CommandForm(
            name: "img2shards", options: [],
            subcommands: [CommandForm(name: "download", options: []), CommandForm(name: "inspect", options: [])]),
        unnamed: "download"
    ) { $0 == "listfolder" }

    @Test(
        "It is a download",
        arguments: [["--url_list=x"], ["-url_list", "x"], ["list.txt"], ["data/list"], ["listfolder"]])
    func unnamed(words: [String]) throws {
        #expect(try naming.named(words) == ["download"] + words)
    }

    @Test(
        "What has a name, or is for the parser itself, stays",
        arguments: [
            [], ["download", "--url_list=x"], ["inspect", "out"], ["help", "download"], ["--help"], ["-h"],
            ["--version"],
            ["--generate-completion-script=bash"], ["--generate-completion-script", "zsh"],
        ])
    func named(words: [String]) throws {
        #expect(try naming.named(words) == words)
    }

    @Test("A word that is no command and no list is reported")
    func unknown() {
        #expect {
            try naming.named(["downlod", "--url-list=x"])
        } throws: { error in
            let error = error as? SpellingError
            return error?.category == .unknownCommand && error?.word == "downlod"
        }
    }
}
