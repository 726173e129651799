import CellModel

/// The step under way beside earlier ones of the same kind.
package struct StepOutlook: Equatable, Sendable {
  /// Seconds that it has taken so far.
  package var elapsed: Double
  /// Seconds that each of the newest comparable steps took, oldest first.
  package var earlier: [Double]

  package init(elapsed: Double, earlier: [Double]) {
    self.elapsed = elapsed
    self.earlier = earlier
  }
}

/// Hours until the present step ends, by how long the same step took in the cycles before.
package struct StepEnd: CellQuantity {
  package let id = "step-end"
  package let title = "present step ends in"
  package let unit = "h"
  package let formula = "t = T - t_0"
  package let source = "the same step of earlier cycles"

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard let step = record.step, let usual = CycleTally.median(step.earlier), usual.isFinite, step.elapsed.isFinite
    else { return explanation(.pending(bound: nil, reason: "no earlier cycle has a step like the present one")) }
    // The last row is an interval or so before the end.
    guard step.elapsed < usual * 1.01 + 60 else {
      let over = Digits.fixed((step.elapsed - usual) / 3600, 2)
      return explanation(.pending(bound: nil, reason: "it has taken \(over) h longer than in earlier cycles"))
    }
    guard usual > step.elapsed else {
      return explanation(.pending(bound: nil, reason: "it has taken as long as in earlier cycles and should end now"))
    }
    let count = step.earlier.count
    var answer = explanation(
      .value((usual - step.elapsed) / 3600, .about),
      [
        Term("T", usual / 3600, "h", digits: 4, .inferred, "median of the last \(count == 1 ? "one" : "\(count)")"),
        Term("t_0", step.elapsed / 3600, "h", digits: 4, .inferred, "since the step began"),
      ])
    let (least, most) = (step.earlier.min() ?? usual, step.earlier.max() ?? usual)
    answer.systematic = max((most - least) / 2 / 3600, 0.005)
    return answer
  }
}
