// The eight ways a camera may have been held.

/// An EXIF orientation: how stored pixels lie in the image as it is looked at.
package struct ExifOrientation: Equatable, Sendable {
    /// 1...8; anything else counts as 1.
    let value: Int

    init(_ value: Int) {
        self.value = (1...8).contains(value) ? value : 1
    }

    /// As stored is as looked at.
    var isUpright: Bool { value == 1 }

    /// Width and height change places.
    var swapsSides: Bool { value >= 5 }

    /// How to walk through a stored image of `width` by `height` pixels so that it is seen upright.
    func walk(width: Int, height: Int) -> Walk {
        let (lastX, lastY) = (width - 1, height - 1)
        switch value {
        case 2: return Walk(x: lastX, y: 0, right: (-1, 0), down: (0, 1))
        case 3: return Walk(x: lastX, y: lastY, right: (-1, 0), down: (0, -1))
        case 4: return Walk(x: 0, y: lastY, right: (1, 0), down: (0, -1))
        case 5: return Walk(x: 0, y: 0, right: (0, 1), down: (1, 0))
        case 6: return Walk(x: 0, y: lastY, right: (0, -1), down: (1, 0))
        case 7: return Walk(x: lastX, y: lastY, right: (0, -1), down: (-1, 0))
        case 8: return Walk(x: lastX, y: 0, right: (0, 1), down: (-1, 0))
        default: return Walk(x: 0, y: 0, right: (1, 0), down: (0, 1))
        }
    }

    /// Places in a stored image.
    struct Walk {
        /// Column stored of the pixel that is seen at the top left.
        let x: Int
        /// Row stored of the pixel that is seen at the top left.
        let y: Int
        /// How far the stored place moves for one step to the right in the image seen.
        let right: (x: Int, y: Int)
        /// How far the stored place moves for one step down in the image seen.
        let down: (x: Int, y: Int)
    }
}
