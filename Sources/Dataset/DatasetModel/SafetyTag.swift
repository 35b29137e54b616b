// LAION's words for how safe an image is.

/// By the score of Yahoo's classifier, whose authors call less than 0.2 safe and more than 0.8 not
/// (https://github.com/yahoo/open_nsfw). In between it is not known.
package enum SafetyTag: String, CaseIterable {
    case unlikely = "UNLIKELY"
    case unsure = "UNSURE"
    case nsfw = "NSFW"

    package init(score: Double) {
        self = score < 0.2 ? .unlikely : score > 0.8 ? .nsfw : .unsure
    }
}
