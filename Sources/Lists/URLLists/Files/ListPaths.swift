// From what was typed to files: a file, a folder, a pattern.

internal import DatasetModel
internal import Glibc
internal import Ground
internal import Stores

/// Finds the files a list consists of.
enum ListPaths {
    /// A file and what kind it is.
    struct Found {
        /// For people and records; of a URL without its secrets.
        var path: String
        let format: InputFormat
        let compression: InputCompression
        let sizeBytes: Int
        /// Nil for a local file.
        var stored: StoredFile?
    }

    /// - Parameters:
    ///   - stores: where files with a store's scheme are looked for.
    ///   - given: the format the person asked for; nil: by name.
    ///   - isOwnFile: recognises the names that are skipped in folders.
    ///   - notes: gets a line for what lies in a folder and is not read.
    static func files(
        for paths: [String], in stores: Stores, given: FileKind?, isOwnFile: ((String, String) -> Bool)? = nil,
        notes: inout [String]
    ) throws(URLListError) -> [Found] {
        guard !paths.isEmpty else { throw URLListError(category: .badOption, detail: "No URL list was given.") }
        var found: [Found] = []
        var urls: Set<WebPath> = []
        for path in paths {
            if let url = WebPath(path) {
                guard urls.insert(url).inserted else { throw twice(url.text) }
                var file = try WebListPaths(stores: stores, given: given).file(at: url, notes: &notes)
                // Another query is another file, and is not shown.
                let others = found.count { $0.path == file.path || $0.path.hasPrefix(file.path + " (") }
                if others > 0 { file.path += " (\(others + 1))" }
                found.append(file)
            } else if let stored = StorePath(path) {
                let files = try StoredListPaths(stores: stores, given: given).files(at: stored)
                if let file = files.first?.stored, let note = stores.note(on: file, of: stored), !notes.contains(note) {
                    notes.append(note)
                }
                found += files
            } else {
                found += try files(at: path, given: given, isOwnFile, &notes)
            }
        }
        var seen: Set<String> = []
        for file in found where !seen.insert(file.path).inserted {
            throw twice(file.path)
        }
        return found
    }

    private static func twice(_ path: String) -> URLListError {
        URLListError(
            category: .repeatedFile, detail: "\(path) is in the list twice.",
            hints: ["its images would be fetched twice; name each file once"])
    }

    private static func files(
        at path: String, given: FileKind?, _ isOwnFile: ((String, String) -> Bool)?, _ notes: inout [String]
    ) throws(URLListError) -> [Found] {
        var status = stat()
        if stat(path, &status) == 0 {
            if isFolder(status) { return try files(inFolder: path, given: given, isOwnFile, &notes) }
            return [try file(path, status, given: given)]
        }
        let reason = errno
        if reason == ENOENT, path.contains(where: { "*?[{".contains($0) }) {
            return try files(matching: path, given: given)
        }
        guard reason == ENOENT || reason == ENOTDIR else {
            throw URLListError(
                category: .unreadable, detail: "\(path) cannot be read: \(String(cString: strerror(reason))).")
        }
        if path.contains("://") {
            throw URLListError(
                category: .notFound, detail: "\(path) is not a file here.",
                hints: ["URL lists are read from local files and folders"])
        }
        let (folder, name) = split(path)
        // A folder that cannot be read has no name to suggest.
        let siblings = (try? ListFolder(folder))?.names ?? []
        throw URLListError(
            category: .notFound, detail: "No file \(path).\(NearestName.question(for: name, among: siblings))")
    }

    private static func file(_ path: String, _ status: stat, given: FileKind?) throws(URLListError) -> Found {
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw URLListError(
                category: .unreadable, detail: "\(path) is not a regular file.",
                hints: ["a URL list is read more than once: save it as a file first"])
        }
        let name = split(path).name
        guard access(path, R_OK) == 0 else {
            throw URLListError(
                category: .unreadable, detail: "\(path) cannot be read: \(String(cString: strerror(errno))).")
        }
        return try found(path, name, sizeBytes: Int(status.st_size), given: given) { kind(ofLinesIn: path) }
    }

    /// - Parameter lookInto: the kind of a file by its first bytes, where its name does not say it.
    static func found(
        _ path: String, _ name: String, sizeBytes: Int, given: FileKind?,
        lookInto: () throws(URLListError) -> FileKind?
    ) throws(URLListError) -> Found {
        var kind = given ?? FileKind(fileName: name)
        if kind == nil { kind = try lookInto() }
        guard let kind else {
            throw URLListError(
                category: .unknownFormat, detail: "The format of \(path) cannot be recognised by its name.",
                hints: ["give --input-format: \(FileKind.formatList)"])
        }
        let guessed = kind.format == .parquet ? .none : FileKind.compression(ofFileName: name)
        return Found(
            path: path, format: kind.format, compression: kind.compression ?? guessed, sizeBytes: sizeBytes)
    }

    /// A name without a known extension may be that of a plain list: img2dataset reads such a file as txt.
    private static func kind(ofLinesIn path: String) -> FileKind? {
        // What cannot be opened now is reported when it is read.
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return kind(ofFirstBytes: bytes[..<count])
    }

    /// A parquet file, by its magic; a plain list, if the first line is a URL.
    static func kind(ofFirstBytes bytes: ArraySlice<UInt8>) -> FileKind? {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        // A whole parquet file begins and ends with these.
        if bytes.starts(with: "PAR1".utf8) { return FileKind(formatName: "parquet") }
        // With tabs it is a table.
        guard !line.contains(UInt8(ascii: "\t")) else { return nil }
        let start = String(decoding: line.prefix(8), as: UTF8.self).lowercased()
        return start.hasPrefix("http://") || start == "https://" ? FileKind(formatName: "txt") : nil
    }

    /// The files of one folder, in the order of their names; not those of folders within it, which are noted.
    private static func files(
        inFolder path: String, given: FileKind?, _ isOwnFile: ((String, String) -> Bool)?, _ notes: inout [String]
    ) throws(URLListError) -> [Found] {
        let folder = try ListFolder(path)
        var found: [Found] = []
        for name in folder.names where !ListFolder.isHidden(name) && isOwnFile?(path, name) != true {
            guard isWanted(name, given: given) else { continue }
            var status = stat()
            guard stat(folder.path(of: name), &status) == 0, !isFolder(status) else { continue }
            found.append(try file(folder.path(of: name), status, given: given))
        }
        let format = given?.format ?? found.first?.format
        let below = folder.patternOfListsBelow(format: format, isOwnFile: isOwnFile)
        try check(found, inFolder: path, given: given, below: below?.pattern)
        if let below {
            notes.append(
                "lists in subfolders of \(path) are not read, such as \(below.example); to read them, too: "
                    + "--url-list '\(below.pattern)'")
        }
        return found
    }

    /// Whether a file of a folder is read, by its name.
    static func isWanted(_ name: String, given: FileKind?) -> Bool {
        guard let kind = FileKind(fileName: name) else { return false }
        if let given, given.format != kind.format { return false }
        if let wanted = given?.compression, wanted != kind.compression { return false }
        return true
    }

    /// Refuses a folder without a list, and one with lists of several formats.
    ///
    /// - Parameter below: a pattern for lists in its subfolders.
    static func check(
        _ found: [Found], inFolder path: String, given: FileKind?, below: String?
    ) throws(URLListError) {
        guard !found.isEmpty else {
            let wanted = given.map { " of format \($0.format.rawValue)" } ?? " of a known format"
            let hints = ["formats, by the files' names: \(FileKind.formatList)"]
            throw URLListError(
                category: .noMatchingFile, detail: "The folder \(path) has no file\(wanted).",
                hints: (below.map { ["its subfolders have lists; to read them: --url-list '\($0)'"] } ?? []) + hints)
        }
        let formats = Set(found.map(\.format))
        guard formats.count == 1 else {
            let words = formats.map(\.rawValue).sorted().joined(separator: ", ")
            throw URLListError(
                category: .unknownFormat, detail: "The folder \(path) has files of several formats: \(words).",
                hints: ["say which to read with --input-format"])
        }
    }

    private static func files(matching pattern: String, given: FileKind?) throws(URLListError) -> [Found] {
        var matches = glob_t()
        defer { globfree(&matches) }
        var paths: [String] = []
        if glob(pattern, GLOB_NOSORT | GLOB_BRACE, nil, &matches) == 0, let list = matches.gl_pathv {
            for place in 0..<Int(matches.gl_pathc) {
                guard let path = list[place] else { continue }
                guard let text = FileName.text(path) else { throw ListFolder.nameError(FileName.escaped(path)) }
                paths.append(text)
            }
        }
        var found: [Found] = []
        for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            var status = stat()
            guard stat(path, &status) == 0, !isFolder(status) else { continue }
            found.append(try file(path, status, given: given))
        }
        guard !found.isEmpty else {
            throw URLListError(
                category: .noMatchingFile, detail: "No file matches \(pattern).", hints: whatLies(besides: pattern))
        }
        return found
    }

    /// The names in the folder that a pattern looks into.
    private static func whatLies(besides pattern: String) -> [String] {
        let fixed = pattern.prefix { !"*?[{".contains($0) }
        let path = fixed.lastIndex(of: "/").map { String(fixed[...$0]) } ?? "."
        var status = stat()
        if stat(path, &status) != 0, errno == ENOENT {
            return ["there is no folder \(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)"]
        }
        // A folder that cannot be read adds nothing to the message.
        guard let folder = try? ListFolder(path) else { return [] }
        let names = folder.names.filter { !ListFolder.isHidden($0) }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        return [names.isEmpty ? "\(path) has no files" : "in \(path): \(shown)"]
    }

    private static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.index(after: slash)...]))
    }
}
