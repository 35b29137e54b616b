// The chroma samplings that the plane path knows.

internal import CTurboJPEG

/// How many luma samples share one chroma sample, across and down.
package enum ChromaSampling: Sendable, Hashable, CaseIterable {
    case grey, full, half, quarter, halfDown, quarterAcross

    /// Luma columns per chroma column.
    var across: Int {
        switch self {
        case .grey, .full, .halfDown: 1
        case .half, .quarter: 2
        case .quarterAcross: 4
        }
    }

    /// Luma rows per chroma row.
    var down: Int {
        switch self {
        case .quarter, .halfDown: 2
        default: 1
        }
    }

    /// TurboJPEG's number for it.
    var turboJPEGValue: Int32 {
        switch self {
        case .grey: Int32(TJSAMP_GRAY.rawValue)
        case .full: Int32(TJSAMP_444.rawValue)
        case .half: Int32(TJSAMP_422.rawValue)
        case .quarter: Int32(TJSAMP_420.rawValue)
        case .halfDown: Int32(TJSAMP_440.rawValue)
        case .quarterAcross: Int32(TJSAMP_411.rawValue)
        }
    }
}
