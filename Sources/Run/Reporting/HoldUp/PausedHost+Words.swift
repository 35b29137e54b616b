// A host that is asked nothing for now, for people.

internal import Ground

extension RunFlow.PausedHost {
    /// `img.example does not answer: next try in 12 s`.
    package var words: String {
        let name = PlainText.safe(host, maximumCharacters: 60)
        return "\(name) \(isGivenUp ? "does not answer" : "is paused"): next try in "
            + max(.seconds(1), left).forecastWords
    }
}
