import Testing

@testable import Inspection

@Suite("Caption lengths")
struct LengthTallyTests {
    @Test("Median, mean and ends are those of the lengths")
    func figures() {
        var tally = LengthTally()
        for length in [5, 1, 9, 3, 20_000] { tally.add(length) }
        #expect(tally.median == 5 && tally.shortest == 1 && tally.longest == 20_000 && tally.mean == 4003.6)
        #expect(LengthTally().median == 0 && LengthTally().mean == 0)
    }
}
