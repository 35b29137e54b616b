// What second attempts of URLs show about the cause of their failures.

/// Counts how URLs fare that were refused before, beside those that are asked for the first time.
///
/// A host that is asked too fast refuses both alike. Where all second attempts fail and many first ones do not, the
/// URLs are bad.
struct SecondAttempts {
    private static let windowLength: Int32 = 128
    /// With so many answers to be expected among the second attempts, none at all is no chance.
    private static let expectedThatProve: Int32 = 5

    private var firstAnswers: Int32 = 0
    private var firstTroubles: Int32 = 0
    private var secondAnswers: Int32 = 0
    private var secondTroubles: Int32 = 0

    mutating func add(isAgain: Bool, isTrouble: Bool) {
        switch (isAgain, isTrouble) {
        case (false, false): firstAnswers += 1
        case (false, true): firstTroubles += 1
        case (true, false): secondAnswers += 1
        case (true, true): secondTroubles += 1
        }
        guard firstAnswers + firstTroubles + secondAnswers + secondTroubles >= Self.windowLength else { return }
        firstAnswers /= 2
        firstTroubles /= 2
        secondAnswers /= 2
        secondTroubles /= 2
    }

    /// Whether the URLs are bad, whatever the pace.
    var showBadURLs: Bool {
        secondAnswers == 0 && secondTroubles * firstAnswers >= Self.expectedThatProve * (firstAnswers + firstTroubles)
            && firstAnswers > 0
    }
}
