// Why a call of libvips failed.

internal import CVips

/// A failed call of libvips.
package struct VipsError: Error {
    /// What was asked of libvips. The text it gives is not parsed.
    package enum Category: String, CaseIterable, Sendable {
        case load, compute, save
    }

    /// What was asked.
    package let category: Category
    /// libvips' own text, a hint only: its error buffer belongs to the process, so that with several threads
    /// the text may speak of another image.
    package let detail: String

    /// An error with libvips' text, which is taken out of its buffer.
    init(_ category: Category) {
        self.category = category
        let copied = vips_error_buffer_copy()
        defer { g_free(copied) }
        let text = copied.map { String(cString: $0) } ?? ""
        let lines = text.split(separator: "\n").map { $0.trimmingPrefix(" ") }
        detail = lines.isEmpty ? "no reason given" : String(lines.joined(separator: "; ").prefix(200))
    }

    /// An error in our own words.
    package init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }
}
