// What is offered at the end of a command's words.

import CommandWords
import Testing

@Suite("Completions")
struct CompleterTests {
    private func offer(_ words: String..., takesWholeWord: Bool = true) throws -> Completer.Offer {
        let root = try CommandDescription(
            dump: #"""
                {"command": {"commandName": "tool", "abstract": "Does it.", "subcommands": [
                  {"commandName": "make", "superCommands": ["tool"], "abstract": "Makes.", "arguments": [
                    {"kind": "option", "isOptional": true, "isRepeating": false, "valueName": "kind",
                     "names": [{"kind": "long", "name": "file-kind"}], "abstract": "A kind.",
                     "completionKind": {"list": {"values": ["jpg", "png"]}}},
                    {"kind": "option", "isOptional": true, "isRepeating": false, "valueName": "path",
                     "names": [{"kind": "long", "name": "config"}], "abstract": "A config.",
                     "completionKind": {"file": {"extensions": ["yaml"]}}},
                    {"kind": "flag", "isOptional": true, "isRepeating": false,
                     "names": [{"kind": "long", "name": "fast"}], "abstract": "Fast."}]},
                  {"commandName": "look", "abstract": "Looks.", "arguments": [
                    {"kind": "positional", "isOptional": false, "isRepeating": false, "valueName": "folder",
                     "abstract": "Where.", "completionKind": {"directory": {}}}]},
                  {"commandName": "sets", "abstract": "Of sets.", "subcommands": [
                    {"commandName": "list", "abstract": "Lists them."}]},
                  {"commandName": "config", "abstract": "Of configs.", "subcommands": [
                    {"commandName": "show", "abstract": "Shows.", "arguments": [
                      {"kind": "positional", "isOptional": true, "isRepeating": true, "valueName": "words",
                       "abstract": "Words."}]}]},
                  {"commandName": "buried", "shouldDisplay": false, "abstract": "Not shown."}]}}
                """#)
        return Completer(root, unnamed: "make", presets: ["mine"]).offer(for: words, takesWholeWord: takesWholeWord)
    }

    private func texts(_ offer: Completer.Offer) -> [String] { offer.words.map(\.text) }

    @Test("Commands, and what is below them")
    func commands() throws {
        #expect(try texts(offer("")) == ["make", "look", "sets", "config", "help"])
        #expect(try offer("").paths == .files)
        #expect(try texts(offer("sets", "")) == ["list"])
        #expect(try texts(offer("help", "l")) == ["look"])
        #expect(try texts(offer("help", "sets", "")) == ["list"])
    }

    @Test("Options in the spelling that is being typed, of the command that is meant where none is named")
    func options() throws {
        #expect(try texts(offer("make", "--fi")) == ["--file-kind"])
        #expect(try texts(offer("--file_")) == ["--file_kind"])
        #expect(try texts(offer("--file_kind", "jpg", "--")) == ["--file_kind", "--config", "--fast"])
        #expect(try offer("make", "--fa").words.first?.about == "Fast.")
    }

    @Test("Values behind an option, behind an equals sign, and behind a comma")
    func values() throws {
        #expect(try texts(offer("make", "--file_kind", "")) == ["jpg", "png"])
        #expect(try texts(offer("make", "--file-kind=p")) == ["--file-kind=png"])
        #expect(try texts(offer("make", "--file-kind=p", takesWholeWord: false)) == ["png"])
        #expect(try texts(offer("make", "--file-kind", "jpg,")) == ["jpg,png"])
        #expect(try texts(offer("config", "show", "--config", "")) == ["mine"])
        #expect(try texts(offer("config", "show", "--fi")) == ["--file-kind"])
        #expect(try texts(offer("make", "--config", "")) == ["mine"])
        #expect(try offer("make", "--config", "").paths == .files)
        // A flag takes none: a word behind it stands alone.
        #expect(try offer("make", "--fast", "") == Completer.Offer(paths: .files))
        #expect(try offer("look", "") == Completer.Offer(paths: .folders))
    }
}
