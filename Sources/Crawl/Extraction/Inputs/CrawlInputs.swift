// From the words of the command line to the files of a crawl.

internal import CrawlReading
internal import Files
internal import Glibc
internal import Ground
internal import Stores
internal import Tables

/// Finds the files that are to be read, in an order that does not change.
struct CrawlInputs {
    /// Where Common Crawl's lists of paths lead: https://commoncrawl.org/get-started
    static let commonCrawl = "https://data.commoncrawl.org/"

    let baseURL: String?
    let sources: any ByteSources
    private let stores: CrawlStores
    private(set) var files: [CrawlFile] = []

    init(baseURL: String?, sources: any ByteSources, stores: CrawlStores = CrawlStores()) {
        self.stores = stores
        self.baseURL = baseURL.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        self.sources = sources
    }

    /// Adds what a word names.
    ///
    /// - Throws: `command` for what is not there, or is no input; `again` where a store or a server does not answer.
    mutating func add(_ word: String) throws(CommandFailure) {
        if Self.isURL(word) { return try addURL(word) }
        if StorePath.isStore(word) { return try addStored(word) }
        guard let status = FileStatus(word) else { return try addMatches(of: word) }
        switch status.kind {
        case .folder:
            let found = try Self.names(in: word).filter {
                if case .records = InputKind(name: $0) { true } else { false }
            }
            guard !found.isEmpty else {
                throw CommandFailure(.command, "\(word) has no file that ends in .wat.gz, .wat, .warc.gz or .warc")
            }
            let folder = word.hasSuffix("/") ? word : word + "/"
            files += found.map { CrawlFile(place: .local(path: folder + $0)) }
        default:
            try addFile(CrawlFile(place: .local(path: word)), kind: InputKind(name: word) ?? .records)
        }
    }

    static func isURL(_ word: String) -> Bool {
        let start = word.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }

    private mutating func addURL(_ word: String) throws(CommandFailure) {
        let file = CrawlFile(place: .remote(url: word, isTrusted: true))
        try addFile(file, kind: InputKind(name: file.fileName) ?? .records)
    }

    private mutating func addStored(_ word: String) throws(CommandFailure) {
        guard let path = StorePath(word) else { throw CommandFailure(.command, "\(word) names no bucket") }
        let found: [StorePath]
        do throws(TableError) {
            found = try stores.files(of: path) { InputKind(name: $0) != nil }
        } catch {
            let hint = error.category == .denied ? "\n  " + path.scheme.credentialsHint : ""
            guard error.category != .unreachable else { throw Self.unanswered(word, CrawlError(error)) }
            throw CommandFailure(.command, "\(word): \(error.detail)\(hint)")
        }
        guard !found.isEmpty else {
            throw CommandFailure(.command, "\(word) has no file that ends in .wat.gz, .wat, .warc.gz or .warc")
        }
        for file in found {
            try addFile(CrawlFile(place: .stored(file)), kind: InputKind(name: file.name) ?? .records)
        }
    }

    private mutating func addFile(_ file: CrawlFile, kind: InputKind) throws(CommandFailure) {
        switch kind {
        case .records: files.append(file)
        case .paths:
            let lines: [String]
            do throws(CrawlError) {
                lines = try PathList.lines(sources.open(file))
            } catch {
                guard error.category != .unreachable else { throw Self.unanswered(file.name, error) }
                throw CommandFailure(.command, "\(file.name): \(error.detail)")
            }
            guard !lines.isEmpty else { throw CommandFailure(.command, "\(file.name) is an empty list") }
            for line in lines { files.append(try listed(line, in: file)) }
        }
    }

    /// What is said of a place that may be read later.
    private static func unanswered(_ word: String, _ error: CrawlError) -> CommandFailure {
        let hint = StorePath(word).map { "\n  " + $0.scheme.endpointHint } ?? ""
        return CommandFailure(.again, "\(word): \(error.detail)\(hint)")
    }

    /// The file that a line of a list names.
    ///
    /// - Throws: `command` for a place in a store that the user did not allow.
    private func listed(_ line: String, in list: CrawlFile) throws(CommandFailure) -> CrawlFile {
        if Self.isURL(line) { return CrawlFile(place: .remote(url: line, isTrusted: false)) }
        if StorePath.isStore(line) { return CrawlFile(place: .stored(try allowed(line, in: list))) }
        if let base = storedBase(of: list) {
            return CrawlFile(place: .stored(try allowed(base + line, in: list, isOwn: true)))
        }
        if let baseURL { return CrawlFile(place: .remote(url: baseURL + line, isTrusted: true)) }
        if case .local(let path) = list.place {
            for local in [line, Durable.parent(of: path) + "/" + line] where FileStatus(local) != nil {
                return CrawlFile(place: .local(path: local))
            }
            if !line.hasPrefix("crawl-data/") { return CrawlFile(place: .local(path: line)) }
        }
        return CrawlFile(place: .remote(url: Self.server(of: list) + line, isTrusted: true))
    }

    /// `s3://BUCKET/`, to which the relative paths of a list belong; nil if they do not lie in a store.
    private func storedBase(of list: CrawlFile) -> String? {
        if let baseURL { return StorePath.isStore(baseURL) ? baseURL : nil }
        guard case .stored(let path) = list.place else { return nil }
        return "\(path.scheme.rawValue)://\(path.bucket)/"
    }

    /// - Parameter isOwn: the user named the bucket, with the list or as the base.
    private func allowed(_ word: String, in list: CrawlFile, isOwn: Bool = false) throws(CommandFailure) -> StorePath {
        var verdict = stores.allowed.verdict(on: word)
        if verdict == .notAllowed, let path = StorePath(word) {
            if isOwn { verdict = .allowed(path) }
            if case .stored(let own) = list.place, own.scheme == path.scheme, own.bucket == path.bucket {
                verdict = .allowed(path)
            }
        }
        guard case .allowed(let path) = verdict else {
            throw CommandFailure(
                .command,
                """
                \(list.name) names \(word.prefix(200)): lists lead to places in stores only if these are allowed
                  if the list is your own: --allow-stores s3://BUCKET; Common Crawl has the same files at \(Self.commonCrawl)
                """)
        }
        return path
    }

    /// A list's own server, or Common Crawl's for a local list.
    private static func server(of list: CrawlFile) -> String {
        guard case .remote(let url, _) = list.place, let colon = url.firstIndex(of: ":") else { return commonCrawl }
        let start = url.index(colon, offsetBy: 3)
        return url[..<start] + url[start...].prefix { !"/?#".contains($0) } + "/"
    }

    private mutating func addMatches(of pattern: String) throws(CommandFailure) {
        var matches = glob_t()
        defer { globfree(&matches) }
        guard pattern.contains(where: { "*?[{".contains($0) }),
            glob(pattern, GLOB_BRACE, nil, &matches) == 0, let list = matches.gl_pathv
        else {
            if let scheme = pattern.firstRange(of: "://") {
                throw CommandFailure(
                    .command,
                    """
                    \(pattern): local files, http(s) URLs and \(StorePath.schemes) are read, not \
                    \(pattern[..<scheme.upperBound])
                      Common Crawl has the same files at \(Self.commonCrawl)
                    """)
            }
            throw CommandFailure(.command, "\(pattern) is not there")
        }
        for index in 0..<Int(matches.gl_pathc) {
            guard let path = list[index] else { continue }
            try addFile(
                CrawlFile(place: .local(path: String(cString: path))),
                kind: InputKind(name: String(cString: path)) ?? .records)
        }
    }

    private static func names(in folder: String) throws(CommandFailure) -> [String] {
        do throws(FileError) {
            return try Durable.list(folder).filter { !$0.hasPrefix(".") }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw CommandFailure(.command, error.description)
        }
    }
}
