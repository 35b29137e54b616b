// A store of objects, by Arrow's clients.

internal import ArrowBridge

/// One bucket's store. Credentials come from the vendor's usual chain, unless they are given.
package final class ObjectStore: Sendable {
    /// What a store speaks.
    package enum Kind: Sendable, CaseIterable {
        case s3
        case google
        case azure
        case hadoop

        var number: Int32 {
            switch self {
            case .s3: Int32(ARROW_BRIDGE_STORE_S3)
            case .google: Int32(ARROW_BRIDGE_STORE_GOOGLE)
            case .azure: Int32(ARROW_BRIDGE_STORE_AZURE)
            case .hadoop: Int32(ARROW_BRIDGE_STORE_HADOOP)
            }
        }
    }

    /// How the store is reached.
    package struct Options: Sendable {
        package var kind = Kind.s3
        /// Azure's storage account, or Hadoop's user.
        package var account = ""
        package var credential = Credential.usual
        /// `HOST` or `HOST:PORT`; empty: the vendor's. Azure: also what follows the account, `.core.windows.net`. Hadoop: its
        /// NameNode, or `default`.
        package var endpoint = ""
        /// `http` or `https`.
        package var scheme = "https"
        /// Empty: as the environment or the profile says; else that of the bucket, which AWS is asked for.
        package var region = ""
        /// A PEM file of certificate authorities; empty: those that Arrow was built with.
        package var caFile = ""
        /// Whether the bucket is part of the host's name. AWS is always asked so.
        package var usesVirtualAddressing = false
        /// An attempt fails after so many seconds without a byte.
        package var timeoutSeconds = 20.0
        /// For how long a failed request is sent again; 0: for some 11 s.
        package var patienceSeconds = 0.0

        package init() {}
    }

    /// What lies in a folder.
    package struct Entry: Hashable, Sendable {
        /// Without the folder.
        package let name: String
        package let isFolder: Bool
        /// 0 for a folder.
        package let byteCount: Int
        /// When it was last written, in seconds since 1970; 0 if the store does not say.
        package let changedSeconds: Int

        package init(name: String, isFolder: Bool, byteCount: Int = 0, changedSeconds: Int = 0) {
            self.name = name
            self.isFolder = isFolder
            self.byteCount = byteCount
            self.changedSeconds = changedSeconds
        }

        /// Whether a text is one name, which leads to no other folder. Keys may have empty names, `.` and `..` in them.
        package static func isName(_ text: String) -> Bool {
            !text.isEmpty && text != "." && text != ".." && !text.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
        }
    }

    /// Freed here. The bridge's functions on it may be called by several threads.
    nonisolated(unsafe) private let pointer: OpaquePointer

    /// Asks no store yet, but AWS for the bucket's region where nothing says it, and Hadoop.
    ///
    /// - Throws: `unsupported` if Arrow has no such client.
    package init(bucket: String, _ options: Options) throws(TableError) {
        let credential = options.credential
        let texts = [
            options.endpoint, options.scheme, options.region, bucket, options.caFile, options.account,
            credential.secret,
        ]
        pointer = try withCStrings(texts) { texts throws(TableError) in
            try bridgedHandle { error in
                var raw = arrow_bridge_store_options(
                    kind: options.kind.number, account: texts?[5], credential: credential.number, secret: texts?[6],
                    endpoint: texts?[0], scheme: texts?[1], region: texts?[2], bucket: texts?[3], ca_file: texts?[4],
                    virtual_addressing: options.usesVirtualAddressing, anonymous: credential.isNone,
                    timeout_seconds: options.timeoutSeconds, patience_seconds: options.patienceSeconds)
                return arrow_bridge_store_open(&raw, error)
            }
        }
    }

    deinit { arrow_bridge_store_free(pointer) }

    /// What lies directly in a folder, in the order of the names' bytes.
    ///
    /// - Parameter folder: `BUCKET` or `BUCKET/FOLDER`, without a slash at its end.
    /// - Parameter findsFolders: without it, Google's folders may be missing: to find them, all files below are listed.
    /// - Throws: `notFound` if nothing is there.
    package func entries(of folder: String, findsFolders: Bool = false) throws(TableError) -> [Entry] {
        let listing = try bridgedHandle { arrow_bridge_store_list(pointer, folder, findsFolders, $0) }
        defer { arrow_bridge_listing_free(listing) }
        return (0..<arrow_bridge_listing_count(listing)).map { place in
            Entry(
                name: String(cString: arrow_bridge_listing_name(listing, place)),
                isFolder: arrow_bridge_listing_is_folder(listing, place),
                byteCount: Int(arrow_bridge_listing_size(listing, place)),
                changedSeconds: Int(arrow_bridge_listing_changed(listing, place)))
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

    /// Begins to write a file; it is visible once it is finished.
    ///
    /// - Parameter path: `BUCKET/KEY`.
    package func create(_ path: String) throws(TableError) -> ObjectUpload {
        ObjectUpload(owning: try bridgedHandle { arrow_bridge_upload_open(pointer, path, $0) })
    }

    /// Removes a file; one that is not there is no error.
    ///
    /// - Parameter path: `BUCKET/KEY`.
    package func remove(_ path: String) throws(TableError) {
        _ = try bridged { arrow_bridge_store_remove(pointer, path, $0) }
    }

    /// With what requests are signed now: the chain of credentials may ask a service for it.
    ///
    /// - Throws: `unsupported` for stores of other families than S3's.
    package func access() throws(TableError) -> StoreAccess {
        let access = try bridgedHandle { arrow_bridge_store_access_open(pointer, $0) }
        defer { arrow_bridge_store_access_free(access) }
        let token = String(cString: arrow_bridge_store_access_token(access))
        return StoreAccess(
            region: String(cString: arrow_bridge_store_access_region(access)),
            key: String(cString: arrow_bridge_store_access_key(access)),
            secret: String(cString: arrow_bridge_store_access_secret(access)), token: token.isEmpty ? nil : token)
    }
}
