// How a dataset records which exclude lists it was made with.

internal import DatasetFolder
internal import Foundation

/// The files' names and sizes, by which URL lists are distinguished, too.
enum ExcludeFiles {
    private static let between = " --exclude-list "

    /// `a.txt (1204 bytes) --exclude-list b.txt (77 bytes)`; nil for no file.
    static func words(_ paths: [String]) -> String? {
        if paths.isEmpty { return nil }
        return paths.map { path in
            // A missing file is reported when it is read.
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
            return "\(path) (\(size) bytes)"
        }.joined(separator: between)
    }

    /// The files of `words`.
    static func paths(_ words: String) -> [String] {
        words.components(separatedBy: between).map { part in
            part.range(of: " (", options: .backwards).map { String(part[..<$0.lowerBound]) } ?? part
        }
    }

    /// Options without the sizes: a retry takes the lists as they are now, because opt-out lists grow.
    static func unsized(_ options: [RunIdentity.Option]) -> [RunIdentity.Option] {
        options.map { option in
            guard option.name == "exclude-list", let value = option.value else { return option }
            return RunIdentity.Option(name: option.name, value: paths(value).joined(separator: between))
        }
    }
}
