package import CellModel

/// A few neighbouring rows of a half-cycle: where they lie on its voltage-capacity curve, and where in the file.
package struct CurvePoint: Equatable, Sendable {
  /// Charge passed since the half-cycle began, mAh.
  package var capacity: Double
  /// Least and greatest voltage of the rows, V.
  package var low: Double
  package var high: Double
  /// Their mean, V.
  package var mean: Double
  /// Mean current, A, positive on charge.
  package var current: Double
  /// Test time of the first of the rows, s.
  package var time: Double
  /// Where the first of the rows begins in the file, and its line or record number.
  package var byteOffset: Int
  package var row: Int

  /// A point of one row.
  package init(capacity: Double, voltage: Double, current: Double, time: Double, byteOffset: Int = 0, row: Int = 0) {
    self.capacity = capacity
    self.low = voltage
    self.high = voltage
    self.mean = voltage
    self.current = current
    self.time = time
    self.byteOffset = byteOffset
    self.row = row
  }
}

/// One half-cycle of a curve, thinned to what a plot needs.
package struct HalfCurve: Equatable, Sendable {
  package var direction: HalfCycleDirection
  /// Rows under current in the half-cycle's direction, in the order of the file.
  package var points: [CurvePoint]

  package init(direction: HalfCycleDirection, points: [CurvePoint] = []) {
    self.direction = direction
    self.points = points
  }

  /// All the charge that passed, mAh.
  package var capacity: Double { points.last?.capacity ?? 0 }
  /// Voltage of the last rows under current, V; nil without rows.
  package var endVoltage: Double? { points.last?.mean }

  /// The voltage at a capacity, V, between the points on both sides; nil outside the curve.
  package func voltage(at capacity: Double) -> Double? {
    guard let index = points.firstIndex(where: { $0.capacity >= capacity }), capacity >= 0 else { return nil }
    let right = points[index]
    guard index > 0 else { return right.mean }
    let left = points[index - 1]
    let extent = right.capacity - left.capacity
    guard extent > 0 else { return right.mean }
    return left.mean + (right.mean - left.mean) * (capacity - left.capacity) / extent
  }

  /// The dip with which lithium nucleates on copper before it grows.
  package struct Nucleation: Equatable, Sendable {
    /// Where the dip lies, mAh, and its voltage, V.
    package var capacity: Double
    package var voltage: Double
    /// The plateau of growth behind it, V.
    package var plateau: Double
    /// Plateau less dip, V: what nucleation costs beyond growth.
    package var overpotential: Double { plateau - voltage }
  }

  /// The lowest voltage of the first fifth of a plating half-cycle, if it lies below the plateau; nil otherwise.
  ///
  /// The plateau is the median voltage between two and four fifths of the capacity.
  package var nucleation: Nucleation? {
    guard direction == .discharge, capacity > 0 else { return nil }
    let early = points.prefix { $0.capacity <= capacity / 5 }
    let middle = points.filter { $0.capacity >= capacity * 0.4 && $0.capacity <= capacity * 0.8 }.map(\.mean).sorted()
    guard !middle.isEmpty, let dip = early.min(by: { $0.low < $1.low }) else { return nil }
    let plateau = middle[middle.count / 2]
    // Half a millivolt is noise, not a dip.
    guard plateau - dip.low > 0.0005 else { return nil }
    return Nucleation(capacity: dip.capacity, voltage: dip.low, plateau: plateau)
  }
}

/// Voltage against capacity of one cycle.
package struct CycleCurve: Equatable, Sendable {
  /// Own count of the cycle, from 1.
  package var number: Int
  package var first: HalfCurve
  package var second: HalfCurve
  /// Rows of the log that the curve was made from.
  package var rows: Int
  /// Whether capacities are the integral of the current because there is no counter, or it was overruled.
  package var usesIntegral: Bool

  package init(number: Int, first: HalfCurve, second: HalfCurve, rows: Int = 0, usesIntegral: Bool = false) {
    self.number = number
    self.first = first
    self.second = second
    self.rows = rows
    self.usesIntegral = usesIntegral
  }

  /// The half-cycle of a direction.
  package subscript(direction: HalfCycleDirection) -> HalfCurve { first.direction == direction ? first : second }
  /// The larger of both capacities, mAh.
  package var capacity: Double { max(first.capacity, second.capacity) }
}

/// Where one cycle lies in its log.
package struct CycleSpan: Equatable, Sendable {
  /// Own count of the cycle, from 1.
  package var number: Int
  package var firstHalf: HalfCycleDirection
  /// Where the cycle's first row begins in the file, bytes.
  package var start: Int
  /// Where the next cycle's first row begins; nil for the cycle under way.
  package var end: Int?
  package var usesIntegral: Bool
  /// Test time of the last row known, s: it tells a cycle that has grown from the same cycle before.
  package var endTime: Double

  /// The span of a cycle, which ends where the `next` one begins.
  package init(_ cycle: Cycle, next: Cycle?) {
    number = Int(cycle.number)
    firstHalf = cycle.firstHalf
    start = cycle.byteOffset
    end = next?.byteOffset
    usesIntegral = cycle.usedIntegral
    endTime = cycle.endTime.isFinite ? cycle.endTime : 0
  }
}
