// The listed sizes of images: the lines of the table of resolutions.

extension FilterCondition {
    /// The edges the table asks after, in pixels.
    package static let sizeEdges = [1024, 512, 256]

    /// That a size is said at all; then for each edge whether one side is as long, and whether both are.
    package static var sizes: [FilterCondition] {
        let sides = [UsualColumn.width, .height].map { RowExpression(.usual($0)) }
        let known = RowExpression(
            .all(sides.map { RowExpression(.not(RowExpression(.isNull($0)))) }))
        var conditions = [FilterCondition(sizes: known)]
        for edge in sizeEdges {
            let long = sides.map { side in
                RowExpression(.compare(.greaterEqual, side, RowExpression(.integer(Int64(edge)))))
            }
            for kind in [RowExpression.Kind.any(long), .all(long)] {
                conditions.append(FilterCondition(sizes: RowExpression(.all([known, RowExpression(kind)]))))
            }
        }
        return conditions
    }

    private init(sizes expression: RowExpression) {
        self.init(option: "", text: "", expression: expression)
    }
}
