// Where the pictures of a shard lie, by key.

internal import CaptionIndex
internal import DatasetFolder
internal import ShardFormats

enum PicturePlaces {
    /// nil for formats whose pictures are looked up by their keys.
    static func read(_ shard: DatasetListing.Shard) throws(ShardError) -> [String: PicturePlace]? {
        guard let images = try shard.imagePlaces() else { return nil }
        var places: [String: PicturePlace] = [:]
        places.reserveCapacity(images.count)
        for image in images where places[image.key] == nil {
            places[image.key] = PicturePlace(bytes: image.bytes, suffix: image.suffix)
        }
        return places
    }
}
