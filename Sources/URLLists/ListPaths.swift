// From what was typed to files: a file, a folder, a pattern.

internal import Glibc

/// Finds the files a list consists of.
enum ListPaths {
    /// A file and what kind it is.
    struct Found {
        let path: String
        let format: InputFormat
        let compression: InputCompression
        let sizeBytes: Int
    }

    /// - Parameters:
    ///   - given: the format the person asked for; nil: by name.
    ///   - isOwnFile: tells the names that are passed over in folders.
    static func files(
        for paths: [String], given: FileKind?, isOwnFile: ((String, String) -> Bool)? = nil
    ) throws(URLListError) -> [Found] {
        guard !paths.isEmpty else { throw URLListError(category: .badOption, detail: "No URL list was given.") }
        var found: [Found] = []
        for path in paths { found += try files(at: path, given: given, isOwnFile) }
        var seen: Set<String> = []
        for file in found where !seen.insert(file.path).inserted {
            throw URLListError(
                category: .repeatedFile, detail: "\(file.path) is in the list twice.",
                hints: ["its images would be fetched twice; name each file once"])
        }
        return found
    }

    private static func files(
        at path: String, given: FileKind?, _ isOwnFile: ((String, String) -> Bool)?
    ) throws(URLListError) -> [Found] {
        var status = stat()
        if stat(path, &status) == 0 {
            if isFolder(status) { return try files(inFolder: path, given: given, isOwnFile) }
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
        let siblings = names(inFolder: folder) ?? []
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
        guard let kind = given ?? FileKind(fileName: name) ?? kind(ofLinesIn: path) else {
            throw URLListError(
                category: .unknownFormat, detail: "The name of \(path) does not tell its format.",
                hints: ["give --input-format: \(FileKind.formatList)"])
        }
        let guessed = kind.format == .parquet ? .none : FileKind.compression(ofFileName: name)
        return Found(
            path: path, format: kind.format, compression: kind.compression ?? guessed, sizeBytes: Int(status.st_size))
    }

    /// A name that tells nothing may be that of a plain list: img2dataset takes such a file for txt.
    private static func kind(ofLinesIn path: String) -> FileKind? {
        // What cannot be opened now is told when it is read.
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
        // With tabs it is a table.
        guard !line.contains(UInt8(ascii: "\t")) else { return nil }
        let start = String(decoding: line.prefix(8), as: UTF8.self).lowercased()
        return start.hasPrefix("http://") || start == "https://" ? FileKind(formatName: "txt") : nil
    }

    /// The files of one folder, in the order of their names; not those of folders within it, nor hidden ones and
    /// those that begin with `_`, which other tools keep their notes in.
    private static func files(
        inFolder folder: String, given: FileKind?, _ isOwnFile: ((String, String) -> Bool)?
    ) throws(URLListError) -> [Found] {
        guard let names = names(inFolder: folder) else {
            throw URLListError(
                category: .unreadable,
                detail: "The folder \(folder) cannot be read: \(String(cString: strerror(errno))).")
        }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        var found: [Found] = []
        for name in names where !name.hasPrefix(".") && !name.hasPrefix("_") && isOwnFile?(folder, name) != true {
            guard let kind = FileKind(fileName: name) else { continue }
            if let given, given.format != kind.format { continue }
            if let wanted = given?.compression, wanted != kind.compression { continue }
            var status = stat()
            guard stat(prefix + name, &status) == 0, !isFolder(status) else { continue }
            found.append(try file(prefix + name, status, given: given))
        }
        guard !found.isEmpty else {
            let wanted = given.map { " of format \($0.format.rawValue)" } ?? " of a known format"
            throw URLListError(
                category: .noMatchingFile, detail: "The folder \(folder) has no file\(wanted).",
                hints: ["formats, by the files' names: \(FileKind.formatList)"])
        }
        let formats = Set(found.map(\.format))
        guard formats.count == 1 else {
            let words = formats.map(\.rawValue).sorted().joined(separator: ", ")
            throw URLListError(
                category: .unknownFormat, detail: "The folder \(folder) has files of several formats: \(words).",
                hints: ["say which to read with --input-format"])
        }
        return found
    }

    private static func files(matching pattern: String, given: FileKind?) throws(URLListError) -> [Found] {
        var matches = glob_t()
        defer { globfree(&matches) }
        var paths: [String] = []
        if glob(pattern, GLOB_NOSORT | GLOB_BRACE, nil, &matches) == 0, let list = matches.gl_pathv {
            for place in 0..<Int(matches.gl_pathc) {
                if let path = list[place] { paths.append(String(cString: path)) }
            }
        }
        var found: [Found] = []
        for path in sorted(paths) {
            var status = stat()
            guard stat(path, &status) == 0, !isFolder(status) else { continue }
            found.append(try file(path, status, given: given))
        }
        guard !found.isEmpty else {
            throw URLListError(category: .noMatchingFile, detail: "No file matches \(pattern).")
        }
        return found
    }

    /// Nil when the folder cannot be read; `errno` says why.
    private static func names(inFolder folder: String) -> [String]? {
        guard let handle = opendir(folder) else { return nil }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return sorted(names)
    }

    /// By bytes, so that the order, and with it every shard's number, is the same on every machine.
    private static func sorted(_ names: [String]) -> [String] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.index(after: slash)...]))
    }
}
