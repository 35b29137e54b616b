// Brings the index of a collection up to date.

internal import CaptionIndex
internal import Files

/// Adds what is not in the index yet, part after part.
struct CollectionIndexing {
    let collection: Collection

    /// - Parameter goesOn: asked often, with how many parts are done; false ends it.
    /// - Throws: `stopped` then; what the index throws.
    func run(_ goesOn: (_ doneParts: Int) -> Bool) throws(IndexError) {
        let lock: FolderLock
        do {
            lock = try FolderLock(path: collection.indexPath + ".lock")
        } catch {
            // Another process fills it, and its parts become visible here; or this user cannot write it.
            return
        }
        let writer = try CaptionIndexWriter(path: collection.indexPath)
        let parts = collection.parts
        let agrees =
            writer.parts.count <= parts.count
            && zip(writer.parts, parts).allSatisfy { $0.name == $1.name && $0.fingerprint == $1.fingerprint }
        if !agrees { try writer.clear() }
        var isChanged = !agrees
        for number in writer.parts.count..<parts.count {
            let part = parts[number]
            try writer.add(name: part.name, fingerprint: part.fingerprint) { add throws in
                try PartIndexing(part: part, number: number).read(add) { goesOn(number) }
            }
            isChanged = true
        }
        if isChanged { try writer.finish() }
        _ = goesOn(parts.count)
        // Held until here.
        _ = lock.isHeld
    }
}
