// Options of a dataset in a store that rows are added to.

internal import ArgumentParser
internal import Planning

struct RetriedStoreOptions: ParsableArguments {
    @OptionGroup var reading: StoredDatasetOptions

    @OptionGroup var staging: StagingOptions

    func apply(to flags: inout DownloadFlags) {
        flags.storeOptions = reading.storeOption
        staging.apply(to: &flags)
    }
}
