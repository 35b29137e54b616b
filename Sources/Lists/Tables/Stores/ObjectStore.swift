// A store of the S3 family, by Arrow's client.

internal import ArrowBridge

/// One bucket's store. Credentials come from AWS' usual chain: environment, profile, web identity, container, instance.
package final class ObjectStore: Sendable {
    /// How the store is reached.
    package struct Options: Sendable {
        /// `HOST` or `HOST:PORT`; empty: AWS.
        package var endpoint = ""
        /// `http` or `https`.
        package var scheme = "https"
        /// Empty: as the environment or the profile says; else that of the bucket, which AWS is asked for.
        package var region = ""
        /// A PEM file of certificate authorities; empty: those that Arrow was built with.
        package var caFile = ""
        /// Whether the bucket is part of the host's name. AWS is always asked so.
        package var usesVirtualAddressing = false
        /// Whether requests are sent without a signature.
        package var isAnonymous = false
        /// An attempt fails after so many seconds without a byte.
        package var timeoutSeconds = 20.0

        package init() {}
    }

    /// What lies in a folder.
    package struct Entry: Hashable, Sendable {
        /// Without the folder.
        package let name: String
        package let isFolder: Bool

        package init(name: String, isFolder: Bool) {
            self.name = name
            self.isFolder = isFolder
        }
    }

    /// Freed here. The bridge's functions on it may be called by several threads.
    nonisolated(unsafe) private let pointer: OpaquePointer

    /// Asks no store yet, but AWS for the bucket's region where nothing says it.
    ///
    /// - Throws: `unsupported` if Arrow has no S3.
    package init(bucket: String, _ options: Options) throws(TableError) {
        pointer = try withCStrings([options.endpoint, options.scheme, options.region, bucket, options.caFile]) {
            texts throws(TableError) in
            try bridgedHandle { error in
                var raw = arrow_bridge_store_options(
                    endpoint: texts?[0], scheme: texts?[1], region: texts?[2], bucket: texts?[3], ca_file: texts?[4],
                    virtual_addressing: options.usesVirtualAddressing, anonymous: options.isAnonymous,
                    timeout_seconds: options.timeoutSeconds)
                return arrow_bridge_store_open(&raw, error)
            }
        }
    }

    deinit { arrow_bridge_store_free(pointer) }

    /// Ends the library of all stores, if one was opened: the process would crash in `exit` without it. Stores are not to be
    /// used afterwards.
    ///
    /// - Returns: false while another thread waits for a store: then the process has to end by `_exit`.
    package static func shutDown() -> Bool { arrow_bridge_stores_shut_down() }

    /// What lies directly in a folder, in the order of the names' bytes.
    ///
    /// - Parameter folder: `BUCKET` or `BUCKET/FOLDER`, without a slash at its end.
    /// - Throws: `notFound` if nothing is there.
    package func entries(of folder: String) throws(TableError) -> [Entry] {
        let listing = try bridgedHandle { arrow_bridge_store_list(pointer, folder, $0) }
        defer { arrow_bridge_listing_free(listing) }
        return (0..<arrow_bridge_listing_count(listing)).map { place in
            Entry(
                name: String(cString: arrow_bridge_listing_name(listing, place)),
                isFolder: arrow_bridge_listing_is_folder(listing, place))
        }
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// A file as it is now.
    ///
    /// - Parameter path: `BUCKET/KEY`.
    /// - Throws: `notFound` if there is none.
    package func open(_ path: String) throws(TableError) -> StoredObject {
        StoredObject(owning: try bridgedHandle { arrow_bridge_stored_file_open(pointer, path, $0) })
    }
}
