// One picture of a report, with what its row says.

/// A thumbnail and its row. A plain value.
struct Picture: Sendable {
    let place: Place
    var key = ""
    var url = ""
    var caption = ""
    /// As `url`, `caption` and `key`, cut where they are long.
    var width: Int?
    var height: Int?
    /// Bytes as they were fetched.
    var bytes: Int?
    var shard = ""
    /// A small JPEG; nil where there is no image, or it cannot be decoded.
    var thumbnail: Thumbnail?
    /// Why there is none.
    var problem: String?

    init(place: Place) { self.place = place }
}
