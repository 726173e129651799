import CellModel

/// One way to an average CE: to add one, a file here and a line in `AverageRegistry`.
package protocol AverageMethod: CellQuantity {
  /// Whether this is the average that the cell's protocol, or the user's `ce_method`, asks for.
  func isPrimary(for record: CellRecord) -> Bool
}

extension AverageMethod {
  package var unit: String { "fraction" }
}

/// Every average of a cell: the one list.
package enum AverageRegistry {
  package static let all: [any AverageMethod] = [
    ConventionalAverage(), AurbachAverage(), ZhangAverage(), ChiangAverage(), ChargedAverage(), BalanceAverage(),
  ]

  /// Every method's answer for a cell, in the list's order.
  package static func explanations(of record: CellRecord) -> [Explanation] {
    all.map { method in
      var answer = method.value(of: record)
      answer.isPrimary = method.isPrimary(for: record)
      return answer
    }
  }

  /// The answer of the method that the cell's protocol asks for; nil where no method fits the cell.
  package static func primary(of record: CellRecord) -> Explanation? {
    all.first { $0.isPrimary(for: record) }.map { method in
      var answer = method.value(of: record)
      answer.isPrimary = true
      return answer
    }
  }
}
