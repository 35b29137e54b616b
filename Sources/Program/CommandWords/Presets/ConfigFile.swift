// A config: options by name, and what it says about itself.

internal import Foundation
internal import Yams

/// A YAML file of options, as written.
///
/// Options stand under `options:`, or, when there is no such key, at the top. A block with a command's name (`extract:`) has
/// options for that command alone. Further keys at the top are those of `informationKeys`; they are for the reader.
package struct ConfigFile: Equatable, Sendable {
    /// Keys that are not options: documentation of presets about their dataset.
    package static let informationKeys = ["about", "list", "columns", "rows", "cost", "traps", "source"]

    /// A config with more bytes is refused: ours have some 3 KB.
    package static let maximumBytes = 256 << 10

    /// A list with more values is refused: the parser of the command line is slow with many words.
    package static let maximumListCount = 1000

    /// The file's path as given, or `preset NAME`.
    package let source: String
    /// In the order of the file; no name twice for one command.
    package let entries: [ConfigEntry]
    /// The text of `about:`, or nothing.
    package let about: String?
    /// The number of `rows:`, where there is one.
    package let rowCount: Int?
    /// The names of `columns:`: all that the dataset's list has.
    package let columns: [String]

    /// Reads a file.
    package init(path: String) throws(ConfigError) {
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }  // It was only read.
            data = try file.read(upToCount: Self.maximumBytes + 1) ?? Data()
        } catch {
            throw ConfigError(.unreadable, "\(path) cannot be read: \(Self.reason(error)).")
        }
        guard data.count <= Self.maximumBytes else {
            throw ConfigError(.unreadable, "\(path) is no config: it has more than \(Self.maximumBytes >> 10) KiB.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigError(.malformed, "\(path) is no config: its text is not UTF-8.")
        }
        try self.init(text: text, source: path)
    }

    /// Takes text that was read already.
    package init(text: String, source: String) throws(ConfigError) {
        self.source = source
        if let alias = AliasCheck.firstAlias(in: text) {
            throw ConfigError(
                .malformed,
                "\(source):\(alias.line): *\(alias.name) is an alias. Configs cannot have aliases: write out the value."
            )
        }
        let root: Node?
        do {
            root = try Parser(yaml: text, encoding: .utf8).singleRoot()
        } catch {
            throw ConfigError(.malformed, YAMLFailure.message(error, source: source))
        }
        guard let root, !YAMLValue.isNull(root) else {
            throw ConfigError(.malformed, "\(source) is empty: a config has lines like \"image-size: 256\".")
        }
        guard case .mapping(let top) = root else {
            throw ConfigError(
                .malformed, "\(source):\(root.mark?.line ?? 1): a config has lines like \"image-size: 256\".")
        }
        let reading = TopLevelReading(source: source)
        (entries, about, rowCount, columns) = try reading.contents(top)
    }

    /// The entries that a command takes: those for all commands, then its own, which win.
    package func entries(for command: String) -> [ConfigEntry] {
        entries.filter { $0.command == nil } + entries.filter { $0.command == command }
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        switch (underlying.domain, underlying.code) {
        case (NSPOSIXErrorDomain, let code): return String(cString: strerror(Int32(code)))
        default: return error.localizedDescription
        }
    }
}
