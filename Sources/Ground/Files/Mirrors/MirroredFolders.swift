// Folders of this machine that stand for folders elsewhere.

internal import Synchronization

/// The mirrored folders of this process. Every reader of files asks here before it opens one, so that a file of a mirrored
/// folder arrives when it is wanted; without such a folder this costs one load from memory.
package enum MirroredFolders {
    /// What brings the files of one folder. Used by several threads.
    package protocol Source: AnyObject, Sendable {
        /// The folder here, absolute, without a slash at its end.
        var root: String { get }
        /// What it stands for, as people write it.
        var name: String { get }

        /// Called before the names in a folder are read, or a file of it is looked at.
        ///
        /// - Throws: `elsewhere`.
        func prepare(folder: String) throws(FileError)

        /// Called before a file is opened for reading.
        ///
        /// - Throws: `elsewhere`; the system's reasons.
        func bring(file: String) throws(FileError)

        /// Why something could not be brought or listed, at first: what was not seen is not missing.
        var failure: FileError? { get }

        /// Removes there what was removed here since it arrived.
        ///
        /// - Throws: `elsewhere`.
        func removeElsewhere() throws(FileError)

        /// Removes the folder here.
        func removeFolder()
    }

    private static let count = Atomic<Int>(0)
    private static let sources = Mutex<[any Source]>([])

    /// Takes part until the end of the process.
    package static func add(_ source: any Source) {
        sources.withLock { $0.append(source) }
        count.wrappingAdd(1, ordering: .releasing)
    }

    /// Why something of a mirrored folder could not be had, at first: whoever looks for damage cannot tell then.
    package static var failure: FileError? {
        sources.withLock { Array($0) }.lazy.compactMap(\.failure).first
    }

    /// Removes, where they come from, the files that were removed here.
    package static func removeElsewhere() throws(FileError) {
        for source in sources.withLock({ Array($0) }) { try source.removeElsewhere() }
    }

    /// Removes all of them, at the end of the process.
    package static func removeAll() {
        let all = sources.withLock { sources in
            defer { sources = [] }
            return sources
        }
        count.store(0, ordering: .releasing)
        for source in all { source.removeFolder() }
    }

    /// Before a file is opened for reading, by whatever library.
    package static func willOpen(_ path: String) throws(FileError) {
        guard let source = source(of: path) else { return }
        if path != source.root { try source.prepare(folder: folder(of: path)) }
        try source.bring(file: path)
    }

    /// Before names in a folder are read.
    package static func willList(_ folder: String) throws(FileError) {
        guard let source = source(of: folder) else { return }
        let whole = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        if whole != source.root { try source.prepare(folder: self.folder(of: whole)) }
        try source.prepare(folder: whole)
    }

    /// Before a file is looked at. What cannot be asked for is not there.
    package static func willLook(_ path: String) {
        guard let source = source(of: path), path != source.root else { return }
        // Whoever lists or opens it gets the reason.
        try? source.prepare(folder: folder(of: path))
    }

    /// A text in which folders here are called as people call what they stand for.
    package static func shown(_ text: String) -> String {
        guard count.load(ordering: .acquiring) > 0 else { return text }
        return sources.withLock { Array($0) }.reduce(text) { $0.replacing($1.root, with: $1.name) }
    }

    private static func source(of path: String) -> (any Source)? {
        guard count.load(ordering: .acquiring) > 0 else { return nil }
        return sources.withLock { sources in
            sources.first { path == $0.root || path.hasPrefix($0.root + "/") }
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
    }
}
