// The lists in one folder, and what lies there that is not read.

internal import DatasetModel
internal import Files
internal import Glibc

/// A folder of lists.
struct ListFolder {
    let path: String
    /// Its names in the order of their bytes, so that every shard's number is the same on every machine.
    let names: [String]

    /// - Throws: `unreadable` for a folder that cannot be read, and for one with a list whose name is not UTF-8: it could
    ///   not be named in any message or record, and to skip it would lose its rows.
    init(_ path: String) throws(URLListError) {
        self.path = path
        names = try Self.names(in: path)
    }

    /// Where a name of the folder lies.
    func path(of name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

    /// Hidden names, and those that begin with `_`, which other tools use for their own notes, are skipped.
    static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") || name.hasPrefix("_") }

    private static func names(in folder: String) throws(URLListError) -> [String] {
        var names: [String] = []
        var nameless: String?
        do {
            try FolderNames.forEach(folder) { bytes in
                if let name = FileName.text(bytes) {
                    names.append(name)
                    return
                }
                let escaped = FileName.escaped(bytes)
                // Any other file's name is nothing to us.
                if !isHidden(escaped), FileKind(fileName: escaped) != nil { nameless = nameless ?? escaped }
            }
        } catch {
            let reason = error.systemError.map { String(cString: strerror($0)) } ?? error.description
            throw URLListError(category: .unreadable, detail: "\(folder) cannot be read: \(reason).")
        }
        if let nameless { throw nameError("\(folder)/\(nameless)") }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The error for a list whose name is not UTF-8.
    static func nameError(_ escaped: String) -> URLListError {
        URLListError(
            category: .unreadable, detail: "\(escaped) has a name that is not UTF-8.", hints: ["rename the file first"])
    }

    /// How deep lists are looked for that are not read.
    private static let levels = 3

    /// A pattern for lists in folders below this one, as `lists/*/*.csv`; nil where there are none.
    ///
    /// - Parameter format: of the lists that are looked for; nil for any.
    func patternOfListsBelow(
        format: InputFormat?, isOwnFile: ((String, String) -> Bool)?
    ) -> (pattern: String, example: String)? {
        var folders = names.filter { !Self.isHidden($0) && isOwnFile?(path, $0) != true }.map { path(of: $0) }
        var stars = path.hasSuffix("/") ? path + "*" : path + "/*"
        for _ in 1...Self.levels {
            var below: [String] = []
            for folder in folders.prefix(1000) where Self.isFolder(folder) {
                // What cannot be read is no list.
                guard let inside = try? ListFolder(folder), !inside.names.contains(".img2shards") else { continue }
                for name in inside.names where !Self.isHidden(name) {
                    let place = inside.path(of: name)
                    guard let kind = FileKind(fileName: name), format == nil || kind.format == format else {
                        below.append(place)
                        continue
                    }
                    guard !Self.isFolder(place) else {
                        below.append(place)
                        continue
                    }
                    return (stars + "/*" + name.drop { $0 != "." }, place)
                }
            }
            folders = below
            stars += "/*"
        }
        return nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
