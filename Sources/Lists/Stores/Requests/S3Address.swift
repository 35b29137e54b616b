// Where the objects of a bucket are asked for.

/// URLs of one bucket, encoded as S3's signatures need them.
struct S3Address: Hashable, Sendable {
    /// `https://HOST:PORT/BUCKET`, or with the bucket in the host's name.
    private let base: String

    /// - Parameters:
    ///   - scheme: `http` or `https`.
    ///   - endpoint: `HOST` or `HOST:PORT`; empty: AWS.
    init(bucket: String, scheme: String, endpoint: String, region: String, usesVirtualAddressing: Bool) {
        let host = endpoint.isEmpty ? "s3.\(region).amazonaws.com" : endpoint
        // AWS is asked by the host's name; a bucket with dots has no certificate there.
        let isVirtual = endpoint.isEmpty ? !bucket.contains(".") : usesVirtualAddressing
        base = isVirtual ? "\(scheme)://\(bucket).\(host)" : "\(scheme)://\(host)/\(Self.encoded(bucket, "/"))"
    }

    /// - Parameter query: names and values, sorted by name.
    func url(_ key: String, _ query: [(name: String, value: String)] = []) -> String {
        let words = query.map { Self.encoded($0.name, "") + "=" + Self.encoded($0.value, "") }
        return base + "/" + Self.encoded(key, "/") + (words.isEmpty ? "" : "?" + words.joined(separator: "&"))
    }

    /// Everything but letters, digits, `-._~` and `others` as `%XX`.
    static func encoded(_ text: String, _ others: String) -> String {
        let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8).union(others.utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if kept.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
