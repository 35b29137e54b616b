// Writing to the Hub, as the options say.

package import Hub

extension HubBranch {
    /// The branch that a dataset is written to.
    ///
    /// - Throws: `address`, `denied` for what the environment says of the Hub and of its token.
    package static func of(_ path: HubPath, _ options: StoreOptions) throws(HubError) -> HubBranch {
        let client = HubClient(
            try HubStores.access(options), silence: .seconds(options.timeoutSeconds), isPatient: true)
        return HubBranch(
            client, path.dataset, branch: path.revision ?? HubRevision.main,
            interval: .seconds(options.commitIntervalSeconds), creation: options.creation)
    }
}
