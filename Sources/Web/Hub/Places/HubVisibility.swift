// Who sees a dataset that is made.

/// What a new dataset of the Hub is.
package enum HubVisibility: String, Sendable, CaseIterable {
    case `private`
    case `public`
}
