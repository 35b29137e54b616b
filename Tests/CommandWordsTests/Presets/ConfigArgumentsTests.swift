// Config entries become arguments, and what does not fit is reported with its line.

import Testing

@testable import CommandWords

@Suite("A config's arguments")
struct ConfigArgumentsTests {
    private static let known = [
        KnownOption("url-list", .repeated), KnownOption("image-size", .one(.wholeNumber)),
        KnownOption("timeout", .one(.number)), KnownOption("resize-mode", .one(.text)),
        KnownOption("column-names", .commaList), KnownOption("skip-reencode", .flag(negated: nil)),
        KnownOption("extract-exif", .flag(negated: "no-extract-exif")), KnownOption("config", .repeated),
    ]

    private func merged(_ texts: [String]) throws(ConfigError) -> ConfigArguments {
        var files: [ConfigFile] = []
        for (index, text) in texts.enumerated() { files.append(try ConfigFile(text: text, source: "\(index).yaml")) }
        return try ConfigArguments(files, command: "download", known: Self.known, ignored: ["limit"]) { typed, names in
            " near \(typed): \(names.count)"
        }
    }

    @Test(
        "Each kind of value",
        arguments: [
            ("url_list: [a, b]", ["--url-list=a", "--url-list=b"]), ("url-list: a", ["--url-list=a"]),
            ("image-size: 384", ["--image-size=384"]), ("timeout: 2.5", ["--timeout=2.5"]),
            ("image-size: 1_024", ["--image-size=1024"]),
            ("timeout: .inf", ["--timeout=inf"]),
            ("resize-mode: no", ["--resize-mode=no"]), ("column-names: [a, b c]", ["--column-names=a,b c"]),
            ("column-names: a,b", ["--column-names=a,b"]), ("column-names: []", ["--column-names=[]"]),
            ("column-names: ['a,b', c]", ["--column-names=[\"a,b\", \"c\"]"]),
            ("skip_reencode: True", ["--skip-reencode"]), ("skip-reencode: off", []),
            ("extract-exif: no", ["--no-extract-exif"]), ("no-extract-exif: true", ["--no-extract-exif"]),
            ("no-extract-exif: false", ["--extract-exif"]), ("timeout: null", []), ("limit: 3", []),
        ])
    func values(text: String, arguments: [String]) throws {
        #expect(try merged([text]).arguments == arguments)
    }

    @Test(
        "A wrong name or type: file, line, and what would fit",
        arguments: [
            ("# x\nimage_sze: 3", "0.yaml:2: there is no option image_sze. near image-sze: 9"),
            ("image-size: big", "0.yaml:1: image-size takes a whole number, not \"big\"."),
            ("timeout: soon", "0.yaml:1: timeout takes a number, not \"soon\"."),
            ("image-size: [1, 2]", "0.yaml:1: image-size takes one value, not a list."),
            ("skip-reencode: 2", "0.yaml:1: skip-reencode takes true or false, not \"2\"."),
            ("config: other", "0.yaml:1: a config cannot include another config."),
        ])
    func mistakes(text: String, message: String) {
        #expect(throws: ConfigError.self) { try merged([text]) }
        do { _ = try merged([text]) } catch { #expect(error.message == message) }
    }

    @Test("A block of another command does not count; one of this command wins, and must have its options alone")
    func blocks() throws {
        let text = "options:\n  image-size: 1\nreshape:\n  image-size: 2\n  timeout: 3\n"
        #expect(try merged([text + "download:\n  image-size: 4\n"]).arguments == ["--image-size=4"])
        #expect(try merged([text]).arguments == ["--image-size=1"])
        // It is an option of another command.
        let error = #expect(throws: ConfigError.self) { try merged(["download:\n  limit: 3\n"]) }
        #expect(error?.message.hasPrefix("0.yaml:2: there is no option limit.") == true)
    }

    @Test("A later config replaces an earlier one's value, lists as a whole; what is said elsewhere is left out")
    func precedence() throws {
        let merged = try merged([
            "url-list: [a, b]\nimage-size: 1\nextract-exif: false", "url-list: c\nextract-exif: true",
        ])
        #expect(merged.arguments == ["--url-list=c", "--image-size=1", "--extract-exif"])
        #expect(merged.settings.map(\.place.description) == ["1.yaml:1", "0.yaml:2", "1.yaml:2"])
        #expect(merged.leavingOut(["url-list", "extract-exif"]).arguments == ["--image-size=1"])
    }
}
