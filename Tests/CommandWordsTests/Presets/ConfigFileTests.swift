// YAML files become entries with their places, and hostile ones are refused.

import Foundation
import Testing

@testable import CommandWords

@Suite("A config file")
struct ConfigFileTests {
    private func entries(_ text: String) throws -> [ConfigEntry] {
        try ConfigFile(text: text, source: "my.yaml").entries
    }

    private func message(_ text: String) -> String {
        do {
            _ = try ConfigFile(text: text, source: "my.yaml")
            return "taken"
        } catch {
            return error.message
        }
    }

    @Test("Options stand at the top, or under options: beside what is documented")
    func places() throws {
        let plain = try entries("image-size: 256\nurl_col: URL\n")
        #expect(plain.map(\.name) == ["image-size", "url-col"])
        #expect(plain.map(\.place.line) == [1, 2])
        let preset = try ConfigFile(
            text: "about: A set.\nrows: 12_000\noptions:\n  --image-size: 256\n", source: "my.yaml")
        #expect(preset.entries.map(\.name) == ["image-size"])
        #expect(preset.entries.first?.place.description == "my.yaml:4")
        #expect(preset.about == "A set.")
        #expect(preset.rowCount == 12_000)
    }

    @Test("A block with a command's name has options for that command alone, and they win over those for all")
    func blocks() throws {
        let config = try ConfigFile(
            text: "options:\n  where: a > 1\n  image-size: 3\nreshape:\n  where: b > 2\ncount: {sample: 0.1}\n",
            source: "my.yaml")
        func values(_ command: String) -> [String] {
            config.entries(for: command).map { "\($0.name) \($0.place.line)" }
        }
        #expect(values("download") == ["where 2", "image-size 3"])
        #expect(values("reshape") == ["where 2", "image-size 3", "where 5"])
        #expect(values("count") == ["where 2", "image-size 3", "sample 6"])
    }

    @Test("Words stay as written: no is \"no\", 0.10 is \"0.10\", a quoted null is text")
    func words() throws {
        let values = try entries("a: no\nb: 0.10\nc: 'null'\nd: null\ne:\nf: [1, yes]\ng: []\n").map(\.value)
        #expect(
            values == [
                .scalar("no"), .scalar("0.10"), .scalar("null"), .null, .null, .list(["1", "yes"]), .list([]),
            ])
    }

    @Test(
        "What is wrong is reported with its line",
        arguments: [
            ("image-size: 256\n\t- x", "my.yaml:2:1: not YAML: "), ("", "my.yaml is empty"), ("# nothing", "is empty"),
            ("- a\n- b", "my.yaml:1: a config has lines like"), ("hello", "my.yaml:1: a config has lines like"),
            ("a: 1\na: 2", "a appears twice"), ("image-size: 1\nimage_size: 2", "my.yaml:2: image_size appears twice"),
            ("options: 3", "my.yaml:1: options has lines like"),
            ("options: {a: 1}\nimage-size: 3", "my.yaml:2: image-size is next to options:"),
            ("a:\n  b: 1", "my.yaml:1: a takes a value, not a block"), ("a: [[1]]", "my.yaml:1: a takes words"),
            ("a: 1\n---\nb: 2", "not YAML"), ("? [a]\n: 1", "my.yaml:1: an option's name is one word"),
            ("a: \"\\uD800\"", "not YAML"), ("reshape: 3", "my.yaml:1: reshape has lines like"),
            ("reshape:\n  a: 1\n  a: 2", "a appears twice"), ("reshape:\n  b: {c: 1}", "my.yaml:2: b takes a value"),
        ])
    func mistakes(text: String, words: String) {
        let message = message(text)
        #expect(message.contains(words), "\(message)")
    }

    @Test("An alias is refused before it can stand for billions of values, as key or value")
    func aliases() {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (letter, before) in zip("bcdefghijkl", "abcdefghijk") {
            bomb += "\(letter): &\(letter) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ", "))]\n"
        }
        #expect(message(bomb + "? *l\n: 1\n").hasPrefix("my.yaml:2: *a is an alias."))
        #expect(message("a: &x 1\nb: [*x]").hasPrefix("my.yaml:2: *x is an alias."))
        // Neither an anchor nor an alias alone is one.
        #expect(message("a: &x 1\nb: '* y'") == "taken")
        #expect(message("a: *x").contains("not YAML"))
    }

    @Test("Deep nesting and long lists end in an error")
    func bounds() {
        for text in [String(repeating: "[", count: 100_000), String(repeating: "- ", count: 20_000)] {
            #expect(message(text).contains("my.yaml:1:1: not YAML: ") || message(text).contains("nesting"))
        }
        let list = String(repeating: "x,", count: 1001)
        #expect(message("a: [\(list)]") == "my.yaml:1: a has 1001 values; at most 1000 are taken.")
        #expect(message("a: [\(list.dropLast(2))]") == "taken")
    }

    @Test("Files: missing, a folder, without end, not UTF-8")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "presets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func message(_ path: String) -> String {
            do {
                return try "taken: \(ConfigFile(path: path).entries.count)"
            } catch {
                return error.message
            }
        }
        let latin = folder.appending(path: "latin.yaml")
        try Data([0x61, 0x3A, 0x20, 0xE9]).write(to: latin)
        #expect(message(folder.path + "/no.yaml").hasSuffix("no.yaml cannot be read: No such file or directory."))
        #expect(message(folder.path).hasSuffix("cannot be read: Is a directory."))
        #expect(message("/dev/zero") == "/dev/zero is no config: it has more than 256 KiB.")
        #expect(message(latin.path).hasSuffix("its text is not UTF-8."))
    }
}
