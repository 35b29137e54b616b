// The pictures.

internal import Foundation
internal import Ground
internal import Reporting

enum GallerySection {
    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        var parts: [Markup] = []
        for subject in subjects {
            for kind in Gallery.Kind.allCases {
                let tiles = (subject.gallery.tiles[kind] ?? []).compactMap { tile in
                    subject.gallery.pictures[tile.place].map { self.tile(tile, $0) }
                }
                guard !tiles.isEmpty else { continue }
                parts.append(
                    Markup("h3", [:], text: PageParts.prefix(subject, subjects) + kind.title))
                parts.append(Markup("ul", ["class": "tiles"], tiles))
            }
            if subject.gallery.isOfFewShards {
                parts.append(
                    PageParts.note(
                        PageParts.prefix(subject, subjects)
                            + "Some pictures are not shown: shards of this format are read whole for each picture, so only some were opened."
                    ))
            }
            if subject.gallery.leftOut > 0 {
                parts.append(
                    PageParts.note(
                        PageParts.prefix(subject, subjects)
                            + "\(subject.gallery.leftOut.counted("picture")) left out to keep this page small."))
            }
        }
        return parts.isEmpty ? nil : PageSection(id: "gallery", title: "Gallery", parts: parts)
    }

    private static func tile(_ tile: Gallery.Tile, _ picture: Picture) -> Markup {
        var facts: [String] = []
        if tile.count > 1 { facts.append("\(tile.count.grouped) times") }
        if let width = picture.width, let height = picture.height {
            facts.append("\(width.grouped) × \(height.grouped)")
        }
        if let bytes = picture.bytes { facts.append(ByteCount(bytes).text) }
        let name = picture.caption.isEmpty ? "Image \(picture.key) without a caption" : picture.caption
        return Markup(
            "li", [:],
            [
                Markup(
                    "button", ["type": "button", "class": "tile"],
                    [
                        shown(picture, alternative: name),
                        Markup("span", ["class": "caption", "dir": "auto"], text: picture.caption),
                        Markup("span", ["class": "facts"], text: facts.joined(separator: " · ")),
                    ]),
                Markup("dl", ["class": "about", "hidden": ""], about(picture, facts)),
            ])
    }

    private static func shown(_ picture: Picture, alternative: String) -> Markup {
        guard let thumbnail = picture.thumbnail else {
            return Markup("span", ["class": "none"], text: picture.problem ?? "no image is stored")
        }
        return Markup(
            "img",
            [
                "src": "data:image/jpeg;base64," + Data(thumbnail.bytes).base64EncodedString(),
                "alt": String(alternative.prefix(150)), "width": String(thumbnail.width),
                "height": String(thumbnail.height), "loading": "lazy",
            ])
    }

    /// What the dialogue says of a picture.
    private static func about(_ picture: Picture, _ facts: [String]) -> [Markup] {
        let entries: [(String, Markup)] = [
            ("caption", Markup("span", ["dir": "auto"], text: picture.caption)),
            ("size", Markup(text: facts.joined(separator: " · "))),
            ("URL", picture.url.isEmpty ? Markup() : WebLink.markup(picture.url)),
            ("key", Markup("code", [:], text: picture.key)), ("shard", Markup("code", [:], text: picture.shard)),
        ]
        return entries.filter { $0.1 != Markup() }.flatMap { name, value in
            [Markup("dt", [:], text: name), Markup("dd", [:], [value])]
        }
    }
}
