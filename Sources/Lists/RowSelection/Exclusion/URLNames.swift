// What a list's texts are requested as: only the fetcher knows.

/// The fetcher's reading of a list's texts. Used by one thread at a time.
package protocol URLNames: AnyObject {
    /// Lends the name of the URL that is requested for a text: the whole URL in its one form, without user and
    /// fragment; it must not leave `body`.
    ///
    /// - Returns: nil where nothing is requested for the text.
    func withName<R>(of listed: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R) -> R?
}
