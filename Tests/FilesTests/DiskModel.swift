// What may be left on a disk when the machine stops between two calls.

import Foundation

@testable import Files

/// Files and the folders that name them, each as the system has it and as the disk has it. A plain value.
///
/// A disk writes names of one folder in their order, and whenever it likes; bytes of a file all or not at all. Only a
/// sync makes sure: of a file its bytes, of a folder its names.
struct DiskModel {
    private struct Bytes {
        var held: [UInt8]
        var onDisk: [UInt8]

        mutating func sync() { onDisk = held }
        mutating func cut(to size: Int) { held.removeLast(max(0, held.count - size)) }
    }

    /// A change of a folder's names that the disk may not have yet.
    private enum Change {
        case name(String, file: Int)
        case remove(String)
        case rename(String, to: String, file: Int)
    }

    private var files: [Int: Bytes] = [:]
    private var held: [String: Int] = [:]
    private var onDisk: [String: Int] = [:]
    private var pending: [(folder: String, change: Change)] = []

    /// A disk that has all files below a folder.
    init(of folder: String) {
        for name in FileManager.default.subpaths(atPath: folder) ?? [] {
            let path = folder + "/" + name
            guard FileStatus(path)?.kind == .file, let data = FileManager.default.contents(atPath: path) else {
                continue
            }
            files[files.count] = Bytes(held: Array(data), onDisk: Array(data))
            held[path] = files.count - 1
        }
        onDisk = held
    }

    /// The files that a next start may find when the process was killed, or the machine stopped, after these calls.
    func crashes(after operations: ArraySlice<FileOperation>) -> [[String: [UInt8]]] {
        var disk = self
        for operation in operations { disk.take(operation) }
        // Killed: the system has everything.
        var states = [disk.held.compactMapValues { disk.files[$0]?.held }]
        // Stopped: of each folder some of the changes, in order; of the bytes those that were synced, or all.
        let folders = Array(Set(disk.pending.map(\.folder)))
        for chosen in Self.choices(folders.map { folder in disk.pending.count { $0.folder == folder } }) {
            var names = disk.onDisk
            var left = Dictionary(uniqueKeysWithValues: zip(folders, chosen))
            for (folder, change) in disk.pending where left[folder, default: 0] > 0 {
                left[folder, default: 0] -= 1
                Self.apply(change, to: &names)
            }
            states.append(names.compactMapValues { disk.files[$0]?.onDisk })
            states.append(names.compactMapValues { disk.files[$0]?.held })
        }
        return states
    }

    /// Every combination of numbers from 0 to the limits.
    private static func choices(_ limits: [Int]) -> [[Int]] {
        limits.reduce([[]]) { all, limit in all.flatMap { chosen in (0...limit).map { chosen + [$0] } } }
    }

    private static func apply(_ change: Change, to names: inout [String: Int]) {
        switch change {
        case .name(let path, let file): names[path] = file
        case .remove(let path): names[path] = nil
        case .rename(let from, let to, let file):
            names[from] = nil
            names[to] = file
        }
    }

    private mutating func change(_ change: Change, in folder: String) {
        Self.apply(change, to: &held)
        pending.append((folder, change))
    }

    private mutating func take(_ operation: FileOperation) {
        switch operation {
        case .create(let path, let isEmptied):
            if let file = held[path] {
                if isEmptied { files[file]?.held = [] }
            } else {
                files[files.count] = Bytes(held: [], onDisk: [])
                change(.name(path, file: files.count - 1), in: Durable.parent(of: path))
            }
        case .append(let path, let bytes): if let file = held[path] { files[file]?.held += bytes }
        case .overwrite(let path, let offset, let bytes):
            if let file = held[path] { files[file]?.held.replaceSubrange(offset..<(offset + bytes.count), with: bytes) }
        case .cut(let path, let size): if let file = held[path] { files[file]?.cut(to: size) }
        case .sync(let path):
            if let file = held[path] {
                files[file]?.sync()
            } else {
                for (folder, change) in pending where folder == path { Self.apply(change, to: &onDisk) }
                pending.removeAll { $0.folder == path }
            }
        case .syncFileSystem:
            onDisk = held
            pending = []
            for file in files.keys { files[file]?.sync() }
        // A name leaves one folder and comes to another at once, when the disk has the other.
        case .rename(let from, let to):
            if let file = held[from] { change(.rename(from, to: to, file: file), in: Durable.parent(of: to)) }
        case .removeFile(let path): if held[path] != nil { change(.remove(path), in: Durable.parent(of: path)) }
        case .makeFolder, .removeFolder, .open, .read, .close, .list, .readName: break
        }
    }
}
