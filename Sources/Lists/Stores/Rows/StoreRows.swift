// How the places in stores are read that rows of a list name.

/// Which places may be read, and how their stores are reached.
package struct StoreRows: Hashable, Sendable {
    package let allowed: AllowedStores
    package let options: StoreOptions

    /// - Parameter options: checked for these places.
    package init(_ allowed: AllowedStores = AllowedStores(), _ options: StoreOptions = StoreOptions()) {
        self.allowed = allowed
        self.options = options
    }

    package var isEmpty: Bool { allowed.places.isEmpty }
}
