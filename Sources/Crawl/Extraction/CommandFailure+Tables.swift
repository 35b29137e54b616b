// Tables that cannot be written.

internal import Ground
internal import Tables

extension CommandFailure {
    init(writing path: String, _ error: TableError) {
        self.init(
            error.category == .outOfMemory ? .run : .output,
            error.category == .diskFull
                ? "cannot write \(path): no space is left\n  make room, then run the same command again"
                : "cannot write \(path): \(error.detail)")
    }
}
