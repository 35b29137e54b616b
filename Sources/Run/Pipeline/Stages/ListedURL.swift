// What the list says about where a row's image is.

/// A row whose body is wanted.
struct ListedURL: Sendable {
    let row: Int
    /// As the list has it: perhaps no URL at all.
    let url: String
    /// The page the image stands on.
    let referer: String?
}
