// Making a plan of a list.

internal import DatasetModel
internal import Files
internal import RowSelection
internal import Tables

/// Decides about every row of a list once, and writes the choice.
package struct ListPlanMaker {
    private let list: URLList

    package init(_ list: URLList) { self.list = list }

    /// Writes the plan to a file that appears when it is complete.
    ///
    /// - Parameters:
    ///   - path: a file there is replaced.
    ///   - note: kept in the plan as it is.
    /// - Returns: the plan's header, and its size in bytes.
    /// - Throws: `URLListError`, `ListPlanError`.
    package func write(to path: String, note: String) throws -> (header: ListPlanHeader, byteCount: Int) {
        let temporary = path + ".new"
        do {
            Durable.tryToRemoveFile(temporary)
            let made = try make(temporary, note: note)
            try Durable.move(temporary, to: path)
            try Durable.syncFolder(Durable.parent(of: path))
            return made
        } catch let error as FileError {
            throw ListPlanError(error)
        }
    }

    private func make(_ path: String, note: String) throws -> (header: ListPlanHeader, byteCount: Int) {
        var writer = try ListPlanWriter(path: path)
        let stage = list.selection.makeStage(with: [])
        let isSelected = list.isSelected
        let pass = SelectionPass(list: list, stage: stage, findsBrokenRows: isSelected)
        // Of a list of which every row is wanted only the numbers of rows are asked for, which parquet says itself.
        if !isSelected, list.totalRows != nil {
            for file in list.files { try end(file, file.rowCount ?? 0, &writer, keepsAll: true) }
        } else {
            try pass.run { mask, place in
                if isSelected { try writer.add(mask.bytes, at: place.row) }
            } ended: { file, rows in
                try end(file, rows, &writer, keepsAll: !isSelected)
            }
        }
        // Shuffled rows are counted when they are given.
        if let limit = list.shuffle?.limit, stage.tally.rowsKept > limit { stage.gave(rows: limit, because: "limit") }
        var header: ListPlanHeader?
        let byteCount = try writer.finish { files in
            let made = ListPlanHeader(
                files: files, isSelected: isSelected, tally: isSelected ? stage.tally : nil, note: note)
            header = made
            return made
        }
        guard let header else { throw ListPlanError(.damaged, "the plan could not be written") }
        return (header, byteCount)
    }

    private func end(
        _ file: URLListFile, _ rows: Int, _ writer: inout ListPlanWriter, keepsAll: Bool
    ) throws(FileError) {
        try writer.endFile(
            path: file.path, sizeBytes: file.sizeBytes, storedVersion: file.storedVersion, rows: rows,
            keepsAll: keepsAll)
    }
}
