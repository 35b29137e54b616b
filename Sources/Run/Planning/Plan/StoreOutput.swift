// A dataset that is written to a store: where it goes, and what lies on this machine meanwhile.

package import DatasetFolder
internal import Foundation
internal import Ground
package import Hub
package import Stores

/// `--output-folder s3://…`, with `--state-folder`, `--staging` and `--staging-size`.
package struct StoreOutput: Sendable {
    package let place: StorePath
    package let options: StoreOptions
    /// The branch of a dataset on the Hub; nil for other stores.
    package let branch: HubBranch?
    /// On this machine: the run's state; without `staging` also open shards, and finished ones until they are sent.
    package let folder: String
    /// `--staging`: where shards are made, if not in `folder`.
    private let staging: StagingPlace?
    /// `--store-option …`: for commands that read the dataset, as a shell takes them.
    package let readingWords: [String]
    /// `--staging …`, `--staging-size …`.
    private let typedWords: [String]
    private let isStateTyped: Bool
    /// Most bytes of shards on this machine, as long as one shard is not larger.
    package let stagingBytes: Int

    /// Nil for a folder of this machine.
    ///
    /// - Throws: `command`.
    init?(_ flags: DownloadFlags) throws(DownloadError) {
        guard let place = StorePath(flags.outputFolder) else {
            for (option, isSet) in [
                ("--state-folder", flags.stateFolder != nil), ("--staging", flags.staging != nil),
                ("--staging-size", flags.stagingSize != nil),
            ] where isSet {
                throw DownloadError(
                    .command, "\(option) is for datasets in stores (--output-folder s3://…): leave it out.")
            }
            return nil
        }
        self.place = place
        do { options = try StoreOptions(flags.storeOptions) } catch {
            throw DownloadError(.command, error.message)
        }
        branch = try Self.branch(place, options)
        readingWords = flags.storeOptions.filter { StoreOptions.isOption($0, of: place) }
            .flatMap { ["--store-option", ShellWord.quoted($0)] }
        typedWords = Self.words(flags)
        isStateTyped = flags.stateFolder != nil
        stagingBytes =
            try flags.stagingSize.map { text throws(DownloadError) in
                try DownloadPlan.size("--staging-size", text)
            } ?? Self.usualStagingBytes
        if let typed = flags.stateFolder {
            folder = try LocalPath.path(typed, "--state-folder", for: .write)
        } else {
            folder = try Self.usualFolder(of: place, options, ProcessInfo.processInfo.environment)
        }
        staging = try Self.staging(flags, place, options)
    }

    /// The dataset of `finish`, as typed; nil for a folder of this machine.
    ///
    /// - Throws: `command`.
    package static func finished(_ flags: DownloadFlags) throws(DownloadError) -> StoreOutput? {
        guard let store = try StoreOutput(flags) else { return nil }
        guard store.branch == nil else {
            throw DownloadError(
                .command,
                """
                \(flags.outputFolder) is on the Hub, where workers write no datasets.
                  start its download again to complete it
                """)
        }
        return store
    }

    private static func staging(
        _ flags: DownloadFlags, _ place: StorePath, _ options: StoreOptions
    ) throws(DownloadError) -> StagingPlace? {
        guard let typed = flags.staging else { return nil }
        let path = try LocalPath.path(typed, "--staging", for: .write)
        // The next start may be in another folder.
        let option = URL(filePath: path).standardizedFileURL.path
        let name = usualName(of: place, options, ProcessInfo.processInfo.environment)
        return StagingPlace(option: option, folder: option + (option.hasSuffix("/") ? "" : "/") + name)
    }

    private static func words(_ flags: DownloadFlags) -> [String] {
        [("--staging", flags.staging), ("--staging-size", flags.stagingSize)].flatMap { name, value in
            value.map { [name, ShellWord.quoted($0)] } ?? []
        }
    }

    /// For commands that write to the dataset of one of the run's sizes, as a shell takes them.
    package func writingWords(of size: OutputSize) -> [String] {
        let isNamed = isStateTyped || size.folder != folder
        return readingWords + (isNamed ? ["--state-folder", ShellWord.quoted(size.folder)] : []) + typedWords
    }

    /// For commands that need the state of the run, as a shell takes them.
    package var stateWords: [String] {
        readingWords + (isStateTyped ? ["--state-folder", ShellWord.quoted(folder)] : [])
    }

    /// For the same retry again, as a shell takes them.
    package var retryWords: [String] { stateWords + typedWords }

    /// `--staging` of the dataset, if it is the run's only one.
    package var ownStaging: StagingPlace? { staging }

    /// Where shards are made and wait.
    package var shardsFolder: String { staging?.folder ?? folder }

    /// Where the shards of one of the run's sizes are made, if not in its folder.
    ///
    /// - Parameter worker: one of several; each has a folder beside the others'.
    package func staging(of size: OutputSize, worker: String? = nil) -> StagingPlace? {
        staging.map { staging in
            // Of several sizes each has a folder below the dataset's.
            let isBelow = size.folder != folder
            return StagingPlace(
                option: staging.option,
                folder: staging.folder + (worker.map { "-" + $0 } ?? "") + (isBelow ? "/\(size.pixels)" : ""))
        }
    }

    /// The folder of a dataset, or that of one of several workers, beside the others'.
    ///
    /// - Parameter worker: its name among them.
    package func folder(of size: OutputSize, worker: String?) -> String {
        worker.map { folder + "-" + $0 + size.folder.dropFirst(folder.count) } ?? size.folder
    }

    package static let usualStagingBytes = 10_000_000_000

    private static func branch(_ place: StorePath, _ options: StoreOptions) throws(DownloadError) -> HubBranch? {
        guard place.scheme == .hf else { return nil }
        do {
            let path = try HubPath(place.text)
            guard !HubRevision.isCommit(path.revision ?? "") else {
                throw DownloadError(
                    .command,
                    "--output-folder \(path.text) names a commit, which never changes. Name a branch, or none.")
            }
            return try HubBranch.of(path, options)
        } catch let error as HubError {
            throw DownloadError(.command, "--output-folder: \(error.detail)" + (error.hint.map { "\n  " + $0 } ?? ""))
        } catch let error as HubPath.Failure {
            throw DownloadError(.command, "--output-folder: \(error.message)")
        } catch {
            throw error as? DownloadError ?? DownloadError(.command, "\(error)")
        }
    }

    /// What is one file for each image, or has folders that are published by themselves, is not sent.
    static func check(_ flags: DownloadFlags) throws(DownloadError) {
        if flags.outputFormat == "files" {
            throw DownloadError(
                .command,
                """
                --output-format files writes a file for each image, which stores are too slow for.
                  choose --output-format webdataset, parquet or tfrecord
                """)
        }
        if flags.hasBucketFolders {
            throw DownloadError(
                .command,
                """
                --bucket-folders is for folders of this machine, and --output-folder \(flags.outputFolder) is in a store.
                  leave it out: the column "bucket" has the size of each image
                """)
        }
    }

    /// The same for the same place in every start: `~/.local/state/img2shards/bucket-out-1a2b3c4d`.
    static func usualFolder(
        of place: StorePath, _ options: StoreOptions, _ environment: [String: String]
    ) throws(DownloadError) -> String {
        let states: String
        if let given = environment["XDG_STATE_HOME"], given.hasPrefix("/") {
            states = given
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            states = home + "/.local/state"
        } else {
            throw DownloadError(
                .command, "There is no home folder for the run's state: say where it lies with --state-folder FOLDER.")
        }
        return states + "/img2shards/" + usualName(of: place, options, environment)
    }

    /// Of a folder for this place alone: `bucket-out-1a2b3c4d`.
    private static func usualName(
        of place: StorePath, _ options: StoreOptions, _ environment: [String: String]
    ) -> String {
        let endpoint =
            place.scheme == .hf
            ? options.endpoint(of: .hub) ?? environment["HF_ENDPOINT"] ?? ""
            : options.endpointInUse { environment[$0] } ?? ""
        let hash = String(FNVHash.of(endpoint + " " + place.folder.text), radix: 16)
        let readable = (place.bucket + "/" + place.folder.key).map { character in
            character.isASCII && (character.isLetter || character.isNumber || "._".contains(character))
                ? character : "-"
        }
        return "\(String(readable.prefix(60)))-\(hash.suffix(8))"
    }
}
