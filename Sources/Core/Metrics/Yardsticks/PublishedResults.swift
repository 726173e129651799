import CellModel

/// Results under practical conditions that the review lists, those nearest to the cell's own current and capacity.
package struct PublishedResults: CellQuantity {
  package let id = "published"
  package let title = "published nearest to it"
  package let unit = "words"
  package let formula = "distance = |ln(i / i_0)| + |ln(q / q_0)|"
  package let source = "review sections 3.1 and 3.2"

  struct Result {
    let name: String
    /// Average CE in percent as printed, cycles (nil where the text has none), mA cm⁻² and mAh cm⁻².
    let percent: Double
    let cycles: Int?
    let current: Double
    let capacity: Double

    var words: String {
      let count = cycles.map { ", \($0) cycles" } ?? ""
      return "\(name): \(Digits.fixed(percent, 1)) % at \(Digits.fixed(current, 0)) mA cm⁻², "
        + "\(Digits.fixed(capacity, 0)) mAh cm⁻²\(count)"
    }
  }

  static let all = [
    Result(name: "3D hollow carbon fibre", percent: 99.0, cycles: 90, current: 2, capacity: 4),
    Result(name: "rimous Cu foam", percent: 99.7, cycles: 180, current: 1, capacity: 4),
    Result(name: "Ag-modified Cu", percent: 98.8, cycles: 120, current: 1, capacity: 3),
    Result(name: "Mo₂N nanofibre", percent: 99.2, cycles: 150, current: 4, capacity: 3),
    Result(name: "LiF-rich SEI fibre", percent: 99.4, cycles: 150, current: 1, capacity: 4),
    Result(name: "LiF-rich SEI fibre", percent: 99.6, cycles: 200, current: 2, capacity: 3),
    Result(name: "PPS sponge", percent: 99.0, cycles: 450, current: 3, capacity: 4),
    Result(name: "ZnO/CNT gradient", percent: 99.5, cycles: 100, current: 2, capacity: 3),
    Result(name: "LHCE with BTFE", percent: 99.4, cycles: nil, current: 1, capacity: 5),
    Result(name: "low-polarity LHCE", percent: 99.6, cycles: nil, current: 1, capacity: 3),
    Result(name: "LiNO₃/CuF₂", percent: 99.6, cycles: 150, current: 3, capacity: 3),
  ]

  package init() {}

  package func value(of record: CellRecord) -> Explanation {
    guard record.configuration.value == .half || record.hasCathode else {
      return explanation(.notApplicable("there is no CE: the cell is \(record.configuration.value.name)"))
    }
    let density = CurrentDensity().value(of: record)
    let areal = ArealCapacity().value(of: record)
    guard let current = density.value, let capacity = areal.value else {
      return explanation(density.value == nil ? density.outcome : areal.outcome)
    }
    let near = Self.nearest(current: current, capacity: capacity)
    guard let first = near.first else { return explanation(.pending(bound: nil, reason: "no current has passed yet")) }
    let percents = near.filter { $0.distance <= first.distance + 1e-9 }.map(\.result.percent)
    let (low, high) = (percents.min() ?? 0, percents.max() ?? 0)
    let range = low == high ? Digits.fixed(low, 1) : "\(Digits.fixed(low, 1)) to \(Digits.fixed(high, 1))"
    var answer = explanation(
      .verdict(
        "\(range) % at \(Digits.fixed(first.result.current, 0)) mA cm⁻², "
          + "\(Digits.fixed(first.result.capacity, 0)) mAh cm⁻²"),
      [
        Term("i", current, "mA cm⁻²", digits: 3, .inferred, "the cell's current density"),
        Term("q", capacity, "mAh cm⁻²", digits: 3, .inferred, "the cell's areal capacity"),
      ])
    answer.remarks = near.map(\.result.words)
    if first.distance > 0.41 {
      answer.remarks.insert(
        "None of them is within a factor of 1.5 of this cell's conditions: no fair comparison.", at: 0)
    }
    return answer
  }

  /// The results within reach of the nearest one, nearest first, at least three.
  static func nearest(current: Double, capacity: Double) -> [(result: Result, distance: Double)] {
    guard let own = Natural.logarithm(current), let ownCapacity = Natural.logarithm(capacity) else { return [] }
    let ranked = all.compactMap { result -> (result: Result, distance: Double)? in
      guard let other = Natural.logarithm(result.current), let otherCapacity = Natural.logarithm(result.capacity)
      else { return nil }
      return (result, (own - other).magnitude + (ownCapacity - otherCapacity).magnitude)
    }
    let sorted = ranked.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .map(\.element)
    return Array(sorted.prefix(3))
  }
}

/// Every yardstick of the review: the one list.
package enum YardstickRegistry {
  package static let all: [any CellQuantity] = [
    CurrentDensity(), ArealCapacity(), CapacityRatio(), ElectrolyteRatio(), PracticalConditions(),
    HighEnergyConditions(), EfficiencyLevel(), InactiveLithiumRegime(), PublishedResults(),
  ]

  /// Every yardstick's answer for a cell, in the list's order.
  package static func explanations(of record: CellRecord) -> [Explanation] { all.map { $0.value(of: record) } }
}
