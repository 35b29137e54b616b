// `--image-size`: one size, or several that are written side by side.

internal import DatasetFolder
internal import Files
internal import Imaging
internal import Stores
internal import URLLists

extension DownloadPlan {
    /// The sizes as typed, checked; smallest first.
    ///
    /// - Throws: `command`.
    static func sizesPixels(_ flags: DownloadFlags) throws(DownloadError) -> [Int] {
        var sizes: [Int] = []
        for size in flags.imageSizes { sizes.append(try number("--image-size", size, 1...65_500)) }
        guard sizes.count > 1 else { return sizes }
        let typed = sizes.map(String.init).joined(separator: ",")
        guard sizes.count <= OutputSize.most else {
            throw DownloadError(.command, "--image-size \(typed): one run writes at most \(OutputSize.most) sizes.")
        }
        sizes.sort()
        if let twice = zip(sizes, sizes.dropFirst()).first(where: { $0 == $1 }) {
            throw DownloadError(.command, "--image-size \(typed) names \(twice.0) twice: leave one out.")
        }
        if flags.resizeMode == ResizeMode.no.rawValue || flags.disablesAllReencoding {
            let reason = flags.disablesAllReencoding ? "--disable-all-reencoding" : "--resize-mode no"
            throw DownloadError(
                .command,
                """
                --image-size \(typed) gives several sizes, and \(reason) does not resize: all would be equal.
                  leave one of them out
                """)
        }
        return sizes
    }

    /// The datasets of a run. `flags` are checked, and name a folder of this machine.
    ///
    /// - Parameter store: where the datasets go from there.
    static func sizes(_ flags: DownloadFlags, _ list: URLList, _ store: StoreOutput?) -> [OutputSize] {
        let lists = list.files.map {
            RunIdentity.ListFile(
                path: MirroredFolders.shown($0.path), sizeBytes: $0.sizeBytes, rowCount: $0.rowCount, commit: $0.commit)
        }
        let options = shapingOptions(flags)
        guard flags.imageSizes.count > 1 else {
            return [
                OutputSize(
                    pixels: flags.imageSize, folder: flags.outputFolder, place: store?.place.folder,
                    identity: RunIdentity(lists: lists, columns: list.columns, options: options))
            ]
        }
        return flags.imageSizes.sorted().map { pixels in
            OutputSize(
                pixels: pixels,
                folder: flags.outputFolder + (flags.outputFolder.hasSuffix("/") ? "" : "/") + "\(pixels)",
                place: store?.place.folder.appending("\(pixels)"),
                identity: RunIdentity(
                    lists: lists, columns: list.columns, options: OutputSize.options(options, pixels: pixels)))
        }
    }
}
