// The whole page, which needs nothing else: its style, its script and its pictures are in it.

internal import DatasetFolder
internal import Foundation
internal import Hashing

/// Turns figures and pictures into HTML.
enum ReportPage {
    /// - Parameter subjects: one dataset, or two that are compared.
    static func html(_ subjects: [ReportSubject]) -> String {
        let sections = sections(subjects)
        let title = subjects.map(\.name).joined(separator: " and ")
        let (style, script) = (text(PackageResources.report_css), text(PackageResources.report_js))
        // Nothing is loaded from anywhere, and no other style or script runs, whatever is in a dataset.
        let policy =
            "default-src 'none'; img-src data:; style-src '\(digest(style))'; script-src '\(digest(script))'; "
            + "base-uri 'none'; form-action 'none'"
        let head = [
            Markup("meta", ["charset": "utf-8"]),
            Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            Markup("meta", ["name": "color-scheme", "content": "light dark"]),
            Markup("meta", ["name": "referrer", "content": "no-referrer"]),
            Markup("title", [:], text: "\(title) – dataset report"),
            Markup.embedded("style", style),
        ]
        let body = [
            Markup("a", ["class": "skip", "href": "#main"], text: "Skip to the figures"),
            header(title, subjects, sections),
            Markup("main", ["id": "main"], sections.map(\.markup)),
            Markup("footer", [:], text: "Made by img2shards report. This page is one file and loads nothing."),
            Markup("dialog", ["id": "detail", "aria-label": "Image"]),
            Markup("div", ["id": "tip", "role": "status", "hidden": ""]),
            Markup.embedded("script", script),
        ]
        return Markup.page(head: head, body: body)
    }

    private static func sections(_ subjects: [ReportSubject]) -> [PageSection] {
        [
            SummarySection.section(subjects), FunnelSection.section(subjects), ReasonsSection.section(subjects),
            HostsSection.section(subjects), SizesSection.section(subjects), FetchSection.section(subjects),
            CaptionsSection.section(subjects), CamerasSection.section(subjects), RepeatsSection.section(subjects),
            OptOutsSection.section(subjects), GallerySection.section(subjects),
        ].compactMap { $0 }
    }

    private static func header(_ title: String, _ subjects: [ReportSubject], _ sections: [PageSection]) -> Markup {
        let paths = subjects.enumerated().map { place, subject in
            Markup(
                "p", ["class": "path"],
                (subjects.count > 1 ? [key(isSecond: place > 0)] : [])
                    + [Markup("span", ["dir": "ltr"], text: subject.figures.dataset.name), facts(subject.figures)])
        }
        let tools = Markup(
            "div", ["class": "tools"],
            [
                Markup("label", ["class": "hidden", "for": "filter"], text: "Filter rows and pictures"),
                Markup(
                    "input",
                    [
                        "id": "filter", "type": "search", "placeholder": "Filter rows and pictures",
                        "autocomplete": "off",
                        "spellcheck": "false", "aria-keyshortcuts": "/",
                    ]),
                Markup("button", ["id": "look", "type": "button", "aria-pressed": "false"], text: "Dark"),
            ])
        return Markup(
            "header", [:],
            [
                Markup("div", ["class": "title"], [Markup("h1", [:], text: title)] + paths), tools,
                Markup("p", ["id": "found", "role": "status", "aria-live": "polite"]),
                Markup("nav", ["aria-label": "Contents"], sections.map(\.link)),
            ])
    }

    private static func facts(_ figures: DatasetFigures) -> Markup {
        let format = figures.format.map { " · " + $0 } ?? ""
        let time = figures.timeline.map { " · " + UTCTimes.span($0) } ?? ""
        return Markup(text: format + time)
    }

    private static func key(isSecond: Bool) -> Markup {
        Markup(
            "svg", ["class": "key", "viewBox": "0 0 10 10", "aria-hidden": "true"],
            [Markup("rect", ["class": isSecond ? "b" : "a", "width": "10", "height": "10"])])
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// As a policy names what it allows.
    private static func digest(_ text: String) -> String {
        var digest = [UInt8](repeating: 0, count: ContentHasher.longestDigest)
        let count = digest.withUnsafeMutableBytes { room in
            Array(text.utf8).withUnsafeBytes { ContentHasher(.sha256).digest(of: $0, into: room) }
        }
        return "sha256-" + Data(digest.prefix(count)).base64EncodedString()
    }
}
