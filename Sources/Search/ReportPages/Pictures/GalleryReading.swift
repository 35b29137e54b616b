// From places of rows to pictures.

internal import DatasetFolder
internal import Ground
internal import Imaging
internal import ShardFormats
internal import Synchronization
internal import Tables

/// Reads the rows and the images of a gallery, several shards at once.
struct GalleryReading {
    /// A larger image is not shown.
    private static let mostImageBytes = 64 << 20
    /// Shards that are read from their first byte to their last for a few pictures.
    private static let mostWholeShards = 12

    private let listing: DatasetListing
    private let threads: Int
    /// Shards of buckets by their names, with `--bucket-folders`.
    private let buckets: [String: [DatasetListing.Shard]]

    init(_ listing: DatasetListing, threads: Int) {
        self.listing = listing
        self.threads = threads
        // A bucket that cannot be listed has no pictures.
        let shards = ((try? listing.buckets()) ?? []).flatMap { $0.listing.shards }
        buckets = Dictionary(grouping: shards, by: \.name)
    }

    /// Fills the gallery with the pictures of its tiles, and with `captions` of further rows.
    ///
    /// - Parameter mostBytes: of all thumbnails; pictures beyond it are left out.
    func read(_ gallery: inout Gallery, captions: [Place], mostBytes: Int) {
        let places = gallery.places
        let byShard = Dictionary(grouping: Set(places + captions), by: \.shard)
        let shown = Set(places)
        let order = byShard.keys.sorted()
        let opened = openedShards(order)
        gallery.isOfFewShards = opened.count < order.count
        let found = Mutex<[Picture]>([])
        let (listing, buckets) = (listing, buckets)
        SharedWork.forEach(order.count, threads: threads, name: "report") { number in
            let place = Int(order[number])
            let rows = (byShard[order[number]] ?? []).map { Int($0.row) }.sorted()
            let wanted = opened.contains(order[number]) ? shown : []
            let shard = listing.shards[place]
            let read = Self.pictures(rows, of: shard, at: place, wanted, [shard] + (buckets[shard.name] ?? []))
            found.withLock { $0 += read }
        }
        let captionPlaces = Set(captions)
        for picture in found.withLock({ $0 }) {
            if captionPlaces.contains(picture.place) { gallery.captions[picture.place] = picture.caption }
            if shown.contains(picture.place) { gallery.pictures[picture.place] = picture }
        }
        var bytes = 0
        for place in places {
            bytes += gallery.pictures[place]?.thumbnail?.bytes.count ?? 0
            guard bytes > mostBytes else { continue }
            gallery.pictures[place]?.thumbnail = nil
            gallery.pictures[place]?.problem = "left out to keep the page small"
            gallery.leftOut += 1
        }
    }

    /// Shards whose images are looked at: all, but of formats without an index a few.
    private func openedShards(_ order: [Int32]) -> Set<Int32> {
        var whole = 0
        return Set(
            order.filter { place in
                guard ImageLookUp.readsWholeShards(listing.shards[Int(place)]) else { return true }
                whole += 1
                return whole <= Self.mostWholeShards
            })
    }

    private static func pictures(
        _ rows: [Int], of shard: DatasetListing.Shard, at place: Int, _ wanted: Set<Place>,
        _ homes: [DatasetListing.Shard]
    ) -> [Picture] {
        var pictures: [Picture]
        do throws(TableError) {
            pictures = try PictureRows.read(rows, of: shard, at: place)
        } catch {
            // It was readable a moment ago; its pictures are missing then.
            return []
        }
        let indices = Dictionary(
            pictures.enumerated().map { (Int($1.place.row), $0) }, uniquingKeysWith: { first, _ in first })
        let images = pictures.filter { wanted.contains($0.place) }.map {
            ImageLookUp.Wanted(row: Int($0.place.row), key: $0.key)
        }
        guard !images.isEmpty else { return pictures }
        let making = ThumbnailMaking()
        for home in homes {
            do {
                try ImageLookUp(home, mostBytes: mostImageBytes).read(images) { row, bytes in
                    guard let index = indices[row] else { return }
                    do throws(ImageError) {
                        pictures[index].thumbnail = try making.thumbnail(of: bytes)
                    } catch {
                        pictures[index].problem = "cannot be decoded: \(error.message)"
                    }
                }
            } catch {
                for image in images {
                    guard let index = indices[image.row], pictures[index].thumbnail == nil else { continue }
                    pictures[index].problem = error.message
                }
            }
        }
        return pictures
    }
}
