// The names of URLs, for the rows of whole lists.

extension URLParser {
    /// Lends the name (`TargetURL.name`) of the URL that is requested for `listed`, UTF-8; it must not leave `body`. A text
    /// that is its own name is not copied.
    ///
    /// - Returns: nil for a text that is no URL: nothing is requested for it.
    package func withName<R>(of listed: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        if OrdinaryURL(listed)?.hasName == true { return body(listed) }
        // What is no URL has no name; the row's request gives the reason.
        guard let target = try? parse(String(decoding: listed, as: UTF8.self)) else { return nil }
        var name = target.name
        return name.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
