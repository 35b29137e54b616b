// A column that is read to choose rows by it.

/// What a selector reads of a list, and what that is called in the batches it is given.
package enum SelectorColumn: Hashable, Sendable {
    /// The URLs, as text.
    case url
    /// The captions, as text; for lists with a caption column only.
    case caption
    /// A column by the list's own name for it, whether the dataset takes it or not.
    case list(String)

    /// Its name in the batches given to selectors. One of the list's own has a prefix, because another column may be
    /// called `url` in the dataset.
    package var batchName: String {
        switch self {
        case .url: "url"
        case .caption: "caption"
        case .list(let name): Self.prefix + name
        }
    }

    package static let prefix = "list:"
}
