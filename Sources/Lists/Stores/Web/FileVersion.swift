// By what a server's file is recognised.

internal import Requests

/// What an answer says about the file that it is of.
struct FileVersion: Equatable {
    /// `ETag`, with its `W/` if it is a weak one.
    let tag: String?
    /// `Last-Modified`.
    let date: String?
    /// Bytes of the whole file.
    let byteCount: Int?

    init(tag: String?, date: String?, byteCount: Int?) {
        self.tag = tag
        self.date = date
        self.byteCount = byteCount
    }

    init(_ head: ResponseHead) {
        tag = head.header("ETag").flatMap { $0.isEmpty ? nil : $0 }
        date = head.header("Last-Modified").flatMap { $0.isEmpty ? nil : $0 }
        byteCount =
            head.isPart || head.status == 416
            ? ContentRange(head.header("Content-Range") ?? "")?.byteCount
            : head.header("Content-Length").flatMap { Int($0) }
    }

    /// For records; empty if the server says nothing.
    var text: String { tag ?? date ?? "" }

    /// Whether an answer that says this can be of the file that was opened: what one of them does not say decides nothing.
    func mayBe(_ opened: FileVersion) -> Bool {
        func fits<V: Equatable>(_ one: V?, _ other: V?) -> Bool { one == nil || other == nil || one == other }
        return fits(tag, opened.tag) && fits(byteCount, opened.byteCount)
            // A server of several machines may have a date for each; its tag is the same.
            && (tag != nil && opened.tag != nil || fits(date, opened.date))
    }
}
