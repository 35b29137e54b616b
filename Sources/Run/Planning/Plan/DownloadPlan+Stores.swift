// How stores are reached, and which of their places rows may name.

internal import Stores

extension DownloadPlan {
    /// The options of all stores of a command.
    ///
    /// - Throws: `command` for one that no store of the command has.
    static func storeOptions(_ flags: DownloadFlags) throws(DownloadError) -> StoreOptions {
        let allowed = try allowedStores(flags)
        do throws(StoreOptions.Failure) {
            let options = try StoreOptions(flags.storeOptions)
            try options.check(
                for: (flags.urlLists + flags.subset.excludeLists + [flags.outputPlace ?? ""])
                    .compactMap { StorePath($0) } + allowed.places)
            return options
        } catch {
            throw DownloadError(.command, error.message)
        }
    }

    /// What `--allow-stores` allows.
    static func storeRows(_ flags: DownloadFlags) throws(DownloadError) -> StoreRows {
        StoreRows(try allowedStores(flags), try storeOptions(flags))
    }

    private static func allowedStores(_ flags: DownloadFlags) throws(DownloadError) -> AllowedStores {
        do throws(AllowedStores.Failure) {
            return try AllowedStores(flags.allowedStores)
        } catch {
            throw DownloadError(.command, "--allow-stores \(error.message)")
        }
    }
}
