// Numbers with units, written out for a hint.

import CommandWords
import Testing

@Suite struct PlainNumberTests {
    @Test(
        "A number with a unit, a power or separators is written out",
        arguments: [
            ("100k", "100000"), ("1.5M", "1500000"), ("5%", "0.05"), ("0.3 %", "0.003"), ("1e6", "1000000"),
            ("2e9", "2000000000"), ("1,000", "1000"), ("1,000,000", "1000000"), ("0,3", "0.3"), ("10_000", "10000"),
            ("256px", "256"),
        ])
    func written(text: String, number: String) {
        #expect(PlainNumber.of(text, isTime: false) == number)
    }

    @Test("Units of a time are seconds", arguments: [("10s", "10"), ("5m", "300"), ("250ms", "0.25"), ("1h", "3600")])
    func times(text: String, number: String) {
        #expect(PlainNumber.of(text, isTime: true) == number)
    }

    @Test("What is no number, or is one already, gets no hint", arguments: ["many", "", "10 apples", "1.5", "7", "k"])
    func others(text: String) {
        #expect(PlainNumber.of(text, isTime: false) == nil)
    }
}
