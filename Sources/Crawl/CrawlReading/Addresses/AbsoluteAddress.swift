// Addresses of images made absolute.

internal import Glibc

/// Makes the addresses of one page after the other absolute, to the byte as cc2dataset does with Python's
/// `urllib.parse.urljoin` (RFC 3986, 5.2): `uid` is a hash of the result. Used by one thread at a time.
package struct AbsoluteAddress {
    private var page: [UInt8] = []
    /// nil where nothing can be resolved against it.
    private var base: AddressParts?
    private var baseSegments: [ArraySlice<UInt8>] = []
    private var isRead = false
    private var givenBase: [UInt8] = []

    package init() {}

    /// Begins a page.
    ///
    /// - Parameters:
    ///   - address: the page's own.
    ///   - base: what it gives as base of its links; empty for none.
    package mutating func begin(page address: UnsafeRawBufferPointer, base: UnsafeRawBufferPointer) {
        page.removeAll(keepingCapacity: true)
        page.append(contentsOf: address)
        givenBase.removeAll(keepingCapacity: true)
        givenBase.append(contentsOf: base)
        isRead = false
    }

    /// Lends the absolute address; nothing for what does not lead to http or https.
    ///
    /// - Returns: what `body` returns; nil without an address.
    package mutating func with<R>(
        _ reference: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R
    ) -> R? {
        Self.isAbsolute(reference) ? body(reference) : resolved(reference, body)
    }

    private mutating func resolved<R>(
        _ reference: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R
    ) -> R? {
        readBase()
        guard let base, base.isWeb else { return nil }
        if reference.isEmpty { return base.withText(Self.path(base), body) }
        guard var parts = AddressParts(reference, defaultScheme: base.scheme), parts.scheme == base.scheme else {
            return nil
        }
        if !parts.host.isEmpty { return parts.withText(Self.path(parts), body) }
        parts.host = base.host
        if parts.path.isEmpty, parts.parameters.isEmpty {
            parts.parameters = base.parameters
            if parts.query.isEmpty { parts.query = base.query }
            return parts.withText(Self.path(base), body)
        }
        return parts.withText(merged(parts.path), body)
    }

    /// Whether it is taken as it is.
    static func isAbsolute(_ reference: UnsafeRawBufferPointer) -> Bool {
        guard let start = reference.baseAddress, reference.count >= 7 else { return false }
        return memcmp(start, "http://", 7) == 0 || (reference.count >= 8 && memcmp(start, "https://", 8) == 0)
    }

    private static func path(_ parts: AddressParts) -> [UInt8] { Array(parts.path) }

    /// The page's base, read when the first reference needs it.
    private mutating func readBase() {
        guard !isRead else { return }
        isRead = true
        var address = page
        if !givenBase.isEmpty {
            var joining = AbsoluteAddress()
            page.withUnsafeBytes { joining.begin(page: $0, base: UnsafeRawBufferPointer(start: nil, count: 0)) }
            address = givenBase.withUnsafeBytes { joining.baseAddress(of: $0) } ?? page
        }
        base = address.withUnsafeBytes { AddressParts($0, defaultScheme: []) }
        baseSegments = (base?.path ?? []).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if baseSegments.last?.isEmpty == false { baseSegments.removeLast() }
    }

    /// What a page's own base is by its address. It may be of any scheme, and then resolves nothing.
    ///
    /// - Returns: nil where Python finds an error: the page's own address is the base.
    private mutating func baseAddress(of given: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let own = page.withUnsafeBytes({ AddressParts($0, defaultScheme: []) }),
            AddressParts(given, defaultScheme: own.scheme) != nil
        else { return nil }
        return resolved(given) { Array($0) } ?? Array(given)
    }

    /// The path of a reference behind the base's, without `.` and `..`.
    private func merged(_ path: ArraySlice<UInt8>) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        var segments = path.split(separator: slash, omittingEmptySubsequences: false)
        if path.first != slash {
            segments = baseSegments + segments
            // Python drops empty segments here, and here only.
            let inner = segments.dropFirst().dropLast().filter { !$0.isEmpty }
            segments = Array(segments.prefix(1)) + inner + (segments.count > 1 ? [segments[segments.count - 1]] : [])
        }
        var kept: [ArraySlice<UInt8>] = []
        for segment in segments {
            if segment.elementsEqual("..".utf8) {
                _ = kept.popLast()
            } else if !segment.elementsEqual(".".utf8) {
                kept.append(segment)
            }
        }
        if let last = segments.last, last.elementsEqual(".".utf8) || last.elementsEqual("..".utf8) { kept.append([]) }
        let joined = Array(kept.joined(separator: [slash]))
        return joined.isEmpty ? [slash] : joined
    }
}

extension AddressParts {
    fileprivate func withText<R>(_ path: [UInt8], _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        var text: [UInt8] = []
        append(to: &text, path: path)
        return text.withUnsafeBytes { AbsoluteAddress.isAbsolute($0) ? body($0) : nil }
    }
}
