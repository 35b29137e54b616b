// What people have asked to be left out: URLs, domains, hashes.

internal import Glibc
internal import Hashing
package import Tables
internal import URLs

/// An exclude list, read into sets of keys: 21 to 43 bytes a line. It does not change after it was read.
///
/// `@unchecked Sendable` holds because the sets are written to in `init` only, and reading them changes nothing.
package final class ExcludeList: @unchecked Sendable {
    private let urls: ExactKeys
    private let domains: ExactKeys
    private let hashes: ExactKeys
    /// The files it was read from, as given.
    package let paths: [String]
    /// The kinds of hashes that occur in it.
    package let hashKinds: [HashKind]

    package var urlCount: Int { urls.count }
    package var domainCount: Int { domains.count }
    package var hashCount: Int { hashes.count }

    /// A hash of a URL's or an image's bytes, recognised by its length.
    package enum HashKind: String, CaseIterable, Sendable {
        case md5, sha256, sha512

        var algorithm: HashAlgorithm {
            switch self {
            case .md5: .md5
            case .sha256: .sha256
            case .sha512: .sha512
            }
        }

        init?(digits: Int) {
            switch digits {
            case 32: self = .md5
            case 64: self = .sha256
            case 128: self = .sha512
            default: return nil
            }
        }
    }

    /// Lines read together.
    private static let batchRows = 16_384

    /// Reads the files, one entry a line; each may be compressed with gzip (`.gz`), zstd (`.zst`) or bzip2 (`.bz2`).
    ///
    /// - Parameter source: the bytes of a file that does not lie on this machine; nil for one that does.
    /// - Throws: `ExcludeListError` for a file that cannot be read, and for a line that names nothing that is known: a
    ///   line that cannot be parsed must not be ignored.
    package init(
        paths: [String], source: (String) throws(TableError) -> (any RangedBytes)? = { _ in nil }
    ) throws(ExcludeListError) {
        let last = paths.last ?? ""
        let (urls, domains, hashes): (ExactKeys, ExactKeys, ExactKeys)
        do {
            urls = try ExactKeys(expectedKeys: 0)
            domains = try ExactKeys(expectedKeys: 0)
            hashes = try ExactKeys(expectedKeys: 0)
        } catch {
            throw ExcludeListError(path: last, detail: error.detail)
        }
        let reader: ExcludeLineReader
        do {
            reader = ExcludeLineReader(try URLParser())
        } catch {
            throw ExcludeListError(path: last, detail: error.message)
        }
        var kinds: Set<HashKind> = []
        for path in paths {
            let source = try Self.reading(path, source(path))
            try Self.forEachLine(of: path, source) { text throws(KeySetError) in
                switch reader.line(text) {
                case .nothing: break
                case .unknown: return false
                case .domain(let key): _ = try domains.insert(key)
                case .url(let key): _ = try urls.insert(key)
                case .hash(let digits):
                    if let kind = HashKind(digits: digits.count) { kinds.insert(kind) }
                    _ = try hashes.insert(RowKey(hexadecimalDigits: digits))
                }
                return true
            }
        }
        self.paths = paths
        (self.urls, self.domains, self.hashes) = (urls, domains, hashes)
        hashKinds = HashKind.allCases.filter { kinds.contains($0) }
    }

    /// - Parameter body: says whether it understood the line.
    private static func forEachLine(
        of path: String, _ source: (any RangedBytes)?,
        _ body: (UnsafeRawBufferPointer) throws(KeySetError) -> Bool
    ) throws(ExcludeListError) {
        var status = stat()
        // A device may have no end; a missing file is reported by the reader.
        let isDevice =
            source == nil && stat(path, &status) == 0 && [S_IFCHR, S_IFBLK, S_IFDIR].contains(status.st_mode & S_IFMT)
        if isDevice { throw ExcludeListError(path: path, detail: "it is not a file.") }
        let lines = try reading(
            path, RowFileReader(path: path, source: source, format: .lines, compression: compression(of: path)))
        try reading(path, lines.select([ColumnChoice(column: 0, name: "line", isText: true)]))
        while let rows = try reading(path, lines.next(maximumRows: batchRows)) {
            if let reason = rows.broken.values.first { throw ExcludeListError(path: path, detail: reason) }
            let column = try reading(path, rows.batch.requiredText("line"))
            for row in 0..<rows.batch.rowCount {
                let isKnown: Bool
                do {
                    let found = column.withBytes(row) { text in Result { () throws(KeySetError) in try body(text) } }
                    isKnown = try found.get()
                } catch {
                    throw ExcludeListError(path: path, detail: error.detail)
                }
                guard isKnown else { throw ExcludeListError(path: path, unknownLine: column.string(row) ?? "") }
            }
        }
    }

    private static func reading<R>(
        _ path: String, _ body: @autoclosure () throws(TableError) -> R
    ) throws(ExcludeListError) -> R {
        do {
            return try body()
        } catch {
            throw ExcludeListError(path: path, error)
        }
    }

    private static func compression(of path: String) -> RowFileCompression {
        path.hasSuffix(".gz") ? .gzip : path.hasSuffix(".zst") ? .zstd : path.hasSuffix(".bz2") ? .bzip2 : .none
    }

    static func key(_ form: URLForm, _ hasher: KeyHasher) -> RowKey { hasher.key(form.host, form.port, form.rest) }

    func hasURL(_ key: RowKey) -> Bool { urls.contains(key) }
    func hasDomain(_ key: RowKey) -> Bool { domains.contains(key) }
    func hasHash(_ key: RowKey) -> Bool { hashes.contains(key) }
    var hasURLs: Bool { urls.count > 0 }
    var hasDomains: Bool { domains.count > 0 }

    /// Whether an image or a URL with that digest is left out.
    package func excludes(digest: UnsafeRawBufferPointer) -> Bool { hashes.contains(RowKey(firstBytesOf: digest)) }
}

extension RowKey {
    /// - Parameter digits: at least 32 hexadecimal digits, of which the first are taken.
    init(hexadecimalDigits digits: UnsafeRawBufferPointer) {
        self = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { bytes in
            func value(_ digit: UInt8) -> UInt8 { digit <= 0x39 ? digit & 15 : digit & 15 + 9 }
            for place in 0..<16 {
                bytes[place] = value(digits[2 * place]) << 4 | value(digits[2 * place + 1])
            }
            return RowKey(firstBytesOf: UnsafeRawBufferPointer(bytes))
        }
    }
}
