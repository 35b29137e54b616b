// Searches of the index.

/// An image and how well it fits; higher is better.
package struct ImageMatch: Hashable, Sendable {
    package let image: Int
    package let score: Double

    package init(image: Int, score: Double) {
        self.image = image
        self.score = score
    }
}

extension CaptionIndex {
    /// Most images of one search. Of words that more captions have, the first so many in the dataset's order are ranked:
    /// ranking takes two microseconds a caption.
    package static let mostMatches = 10_000

    /// Images whose captions have the words, the best first, by BM25.
    ///
    /// - Returns: those with all words; if no image has all, those with any of them, and `isAny` is true.
    package func search(
        _ query: CaptionQuery, _ filter: ImageFilter
    ) throws(IndexError) -> (matches: [ImageMatch], isAny: Bool) {
        guard !query.isEmpty else { return ([], false) }
        let all = try matches(query.all, filter)
        guard all.isEmpty, query.phrases.count > 1 else { return (all, false) }
        return (try matches(query.any, filter), true)
    }

    private func matches(_ expression: String, _ filter: ImageFilter) throws(IndexError) -> [ImageMatch] {
        let (condition, values) = filter.condition
        let text =
            condition.isEmpty
            ? "SELECT rowid, rank FROM captions WHERE captions MATCH ? LIMIT \(Self.mostMatches)"
            : """
            SELECT captions.rowid, captions.rank FROM captions CROSS JOIN images ON images.id = captions.rowid
            WHERE captions MATCH ? AND \(condition) LIMIT \(Self.mostMatches)
            """
        return try reading { database throws(IndexError) in
            let rows = try database.prepare(text)
            rows.bind(1, expression)
            _ = rows.bind(values, from: 2)
            var matches: [ImageMatch] = []
            while try rows.step() {
                guard let image = rows.integer(0) else { continue }
                matches.append(ImageMatch(image: image, score: -(rows.number(1) ?? 0)))
            }
            return matches.sorted { $0.score != $1.score ? $0.score > $1.score : $0.image < $1.image }
        }
    }

    /// Images in the dataset's order.
    ///
    /// - Parameter after: the number of the last image before; nil for the beginning.
    package func images(after: Int?, _ filter: ImageFilter, atMost count: Int) throws(IndexError) -> [Int] {
        let (condition, values) = filter.condition
        return try reading { database throws(IndexError) in
            let rows = try database.prepare(
                "SELECT id FROM images WHERE id > ? \(condition.isEmpty ? "" : "AND \(condition)") ORDER BY id LIMIT ?")
            rows.bind(1, after ?? -1)
            rows.bind(rows.bind(values, from: 2), count)
            var images: [Int] = []
            while try rows.step() { if let image = rows.integer(0) { images.append(image) } }
            return images
        }
    }

    /// Those of the images that meet the conditions, in their order.
    package func filtered(_ images: [ImageMatch], _ filter: ImageFilter) throws(IndexError) -> [ImageMatch] {
        let (condition, values) = filter.condition
        guard !condition.isEmpty else { return images }
        return try reading { database throws(IndexError) in
            let row = try database.prepare("SELECT 1 FROM images WHERE id = ? AND \(condition)")
            _ = row.bind(values, from: 2)
            var kept: [ImageMatch] = []
            for image in images {
                row.bind(1, image.image)
                if try row.step() { kept.append(image) }
                row.reset()
            }
            return kept
        }
    }

    /// What is known of images, in their order; those that are not there are left out.
    package func images(_ numbers: [Int]) throws(IndexError) -> [(number: Int, image: IndexedImage)] {
        try reading { database throws(IndexError) in
            let row = try database.prepare(
                """
                SELECT part, row, start, bytes, width, height, similarity, aesthetic, nsfw, score,
                    (SELECT name FROM licences WHERE licences.number = images.licence), key, suffix, url, caption
                FROM images JOIN texts ON texts.id = images.id WHERE images.id = ?
                """)
            var images: [(number: Int, image: IndexedImage)] = []
            for number in numbers {
                row.bind(1, number)
                if try row.step() { images.append((number, Self.image(row))) }
                row.reset()
            }
            return images
        }
    }

    private static func image(_ row: Statement) -> IndexedImage {
        var image = IndexedImage(part: row.integer(0) ?? 0, row: row.integer(1) ?? 0)
        if let suffix = row.text(12) {
            var bytes: Range<Int>?
            if let start = row.integer(2), let count = row.integer(3), start >= 0, count >= 0 {
                bytes = start..<start + count
            }
            image.picture = PicturePlace(bytes: bytes, suffix: suffix)
        }
        (image.width, image.height) = (row.integer(4), row.integer(5))
        (image.similarity, image.aesthetic) = (row.number(6), row.number(7))
        image.nsfwTag = row.integer(8).flatMap(NSFWTag.init)
        image.nsfwScore = row.number(9)
        image.licence = row.text(10)
        (image.key, image.url, image.caption) = (row.text(11), row.text(13), row.text(14))
        return image
    }

    /// The images of a part by their keys; for joining other tables.
    package func keys(ofPart part: Int) throws(IndexError) -> [String: Int] {
        try reading { database throws(IndexError) in
            let range = try database.prepare("SELECT first, count FROM parts WHERE number = ?")
            range.bind(1, part)
            guard try range.step(), let first = range.integer(0), let count = range.integer(1) else { return [:] }
            let rows = try database.prepare("SELECT id, key FROM texts WHERE id >= ? AND id < ?")
            rows.bind(1, first)
            rows.bind(2, first + count)
            var numbers: [String: Int] = [:]
            while try rows.step() { if let key = rows.text(1) { numbers[key] = rows.integer(0) } }
            return numbers
        }
    }
}
