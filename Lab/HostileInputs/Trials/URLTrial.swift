// Texts of lists that are, or are not, URLs.

internal import RowSelection
internal import URLs

/// Reads a list's text as the URL that is requested, in several spellings, and asks exclude lists for it.
final class URLTrial: InputTrial {
    let name = "url"
    let words = [
        "http://", "https://", "HTTP:\\/\\/", "//", "http:", "@", ":80", ":8080", ":443", "/../", "/./", "%2e", "%2F",
        "%41",
        "#", "?", "&amp;", "\\", "\\/", "\t", "\n", "\"", "<", ">", "'", "[::1]", "[", "]", "127.0.0.1", "0x7f.1", ".",
        "www.",
        "xn--", "\u{AD}", "\u{FEFF}", "。", "é", "ß", "evil.example", "example.com", "%", " ",
    ]
    private let parser: URLParser
    private let base: TargetURL
    private let list = ScratchFile()

    init() throws {
        parser = try URLParser()
        base = try parser.parse("https://u:p@base.example:8443/a/b?c")
    }

    var seeds: [[UInt8]] {
        [
            "http://a.example/b/c.jpg?d=e#f", "https://user:pass@B\u{FC}cher.example:8443/%C3%A9 \u{E9}/../x",
            "//a.example/x",
            "\"http:\\/\\/a.example\\/b.jpg\"", "<http://%65vil.example/f.jpg>", "www.a.example/x.jpg",
            "http://[2001:DB8::1]/x", "http://3405803783/x", "http://a.example./x?y=&amp;z='q'", "/relative/x.jpg",
        ].map { Array($0.utf8) }
    }

    func problem(with bytes: UnsafeRawBufferPointer) throws -> String? {
        // What a server says is asked for as it is; in a list an entity is read as what it stands for.
        if let target = try? parser.parse(location: Array(bytes), from: base),
            !target.name.lowercased().contains("&amp;"),
            let problem = problem(in: target)
        {
            return "a redirect: " + problem
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let target = try? parser.parse(text) else {
            return name(of: text) == nil ? nil : "no URL has the name \(name(of: text) ?? "")"
        }
        if name(of: text) != target.name {
            return "named \(name(of: text) ?? "nothing"), requested as \(target.name)"
        }
        if let problem = problem(in: target) { return problem }
        for spelling in Self.spellings(of: target) where name(of: spelling.text) != target.name {
            // Quotes around may make it a text that cannot be known for one URL: then nothing is requested.
            if spelling.mayBeRefused && name(of: spelling.text) == nil { continue }
            return
                "\(target.name) is \(name(of: spelling.text) ?? "nothing") as \(spelling.text.debugDescription)"
        }
        for line in [target.host, target.name] {
            if try excludes(text, line: line) == false { return "\(target.name) is not excluded by \(line)" }
        }
        return nil
    }

    private func name(of text: String) -> String? {
        Array(text.utf8).withUnsafeBytes { parser.withName(of: $0) { String(decoding: $0, as: UTF8.self) } }
    }

    /// What holds for every URL that may be requested.
    private func problem(in target: TargetURL) -> String? {
        let name = target.name
        // A name, and the text that is given to libcurl, are spellings of the URL.
        for text in [name, target.text] {
            guard let again = try? parser.parse(text) else { return "\(text) is no URL when it is read again" }
            if again.name != name { return "\(name) is \(again.name) when it is read again" }
        }
        let shown = parser.shown(target)
        // libcurl leaves out the question mark of an empty query.
        guard let seen = try? parser.parse(shown), Self.withoutEmptyQuery(seen.name) == Self.withoutEmptyQuery(name),
            !seen.hasCredentials
        else { return "\(name) is shown as \(shown)" }
        guard let robots = try? parser.robotsTxt(of: target), robots.host == target.host, robots.port == target.port,
            robots.pathAndQuery == "/robots.txt"
        else { return "no robots.txt of its server" }
        return IPAddress(target.host) == target.address ? nil : "an address other than its host"
    }

    private static func withoutEmptyQuery(_ name: String) -> Substring {
        name.hasSuffix("?") ? name.dropLast() : name[...]
    }

    /// Other ways to write a URL.
    private static func spellings(of target: TargetURL) -> [(text: String, mayBeRefused: Bool)] {
        let text = target.text
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return [] }
        let rest = text[colon...]
        return [
            (text[..<colon].uppercased() + rest, false), (" " + text + "\n", false),
            ("\t" + text[..<colon] + "\t" + rest, false),
            ("\"" + text + "\"", true), ("<" + text + ">", true), ("(" + text + ")", true),
            (text.contains("\\") ? text : text.replacing("/", with: "\\/"), true),
        ]
    }

    /// Whether a list with one line has what is requested for a text; nil where the line is no host or URL to it.
    private func excludes(_ text: String, line: String) throws -> Bool? {
        try list.write(Array(line.utf8))
        do throws(ExcludeListError) {
            let test = ExclusionTest(try ExcludeList(paths: [list.path]))
            return Array(text.utf8).withUnsafeBytes { test.excludes(listed: $0, parser) }
        } catch {
            if error.category == .unknownLine { return nil }
            throw error
        }
    }
}
