// The newest images of a run, for the page.

internal import JSON
internal import LocalServer
internal import Reporting

/// A few images with numbers, the oldest of which go. Only what browsers show as pictures is kept.
struct NewestImages: Sendable {
    private static let mostImages = 24
    private static let mostBytes = 8 << 20
    private static let longestCaption = 400

    private struct Image: Sendable {
        let number: Int
        let type: PictureType
        let picture: ImageTap.Picture
    }

    private var images: [Image] = []
    private var lastNumber = 0

    /// - Returns: what the page shows of those that are kept.
    mutating func add(_ pictures: [ImageTap.Picture]) -> [JSONValue] {
        var added: [JSONValue] = []
        for picture in pictures {
            guard let type = PictureType(picture.bytes) else { continue }
            lastNumber += 1
            let image = Image(number: lastNumber, type: type, picture: picture)
            images.append(image)
            added.append(Self.json(image))
        }
        while images.count > Self.mostImages || images.reduce(0, { $0 + $1.picture.bytes.count }) > Self.mostBytes {
            images.removeFirst()
        }
        return added
    }

    /// What a new page gets.
    var json: [JSONValue] { images.map(Self.json) }

    /// The bytes of an image, or an empty answer when it is gone: a page that is slow asks for such, and browsers would list
    /// 404 as an error. nil for one that never was.
    func answer(_ number: Int) -> ServerAnswer? {
        guard let image = images.first(where: { $0.number == number }) else {
            return number > 0 && number <= lastNumber ? .nothing : nil
        }
        return ServerAnswer(contentType: image.type.rawValue, body: image.picture.bytes)
    }

    private static func json(_ image: Image) -> JSONValue {
        .object([
            .init("id", .integer(image.number)), .init("place", .text(image.picture.place)),
            .init("caption", image.picture.caption.map { .text(String($0.prefix(longestCaption))) } ?? .null),
            .init("width", .optional(image.picture.width)), .init("height", .optional(image.picture.height)),
        ])
    }
}
