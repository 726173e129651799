package import CellModel

/// dQ/dV of a half-cycle: how much charge passed at each voltage.
///
/// The charge between two points is spread over the voltages between them and counted in bins of equal width, then
/// smoothed by a triangle; counting needs no derivative of a noisy curve and no strictly rising voltage (the level
/// counting of Feng et al., eTransportation 2020, 3, 100051). Charge passed while the voltage is held at the half-cycle's
/// limit (constant voltage) says nothing of the electrode and is left out.
package struct DifferentialCapacity: Equatable, Sendable {
  /// A bin: its middle, V, and the charge per volt there, mAh/V.
  package struct Value: Equatable, Sendable {
    package var voltage: Double
    package var value: Double
  }

  package let direction: HalfCycleDirection
  /// Width of a bin, V.
  package let bin: Double
  /// Half the width of the smoothing triangle at its foot, V.
  package let window: Double
  /// By rising voltage.
  package let values: [Value]
  /// Maxima that stand out, by rising voltage.
  package let peaks: [Value]

  /// Bins that a half-cycle is cut into at most.
  static let binLimit = 4096
  /// A maximum counts as a peak if it reaches the first share of the greatest and stands out by the second share.
  static let peakShare = (height: 0.05, prominence: 0.03)

  /// The bin width that a half-cycle of some voltage range is given, V.
  package static func usualBin(_ half: HalfCurve) -> Double {
    guard let low = half.points.map(\.mean).min(), let high = half.points.map(\.mean).max() else { return 0.005 }
    return switch high - low {
    case 1...: 0.005
    case 0.3...: 0.002
    case 0.1...: 0.001
    default: 0.0005
    }
  }

  /// Counts a half-cycle in bins of `bin` volts, smoothed over `smoothing` bins to each side; nil without charge.
  package init?(_ half: HalfCurve, bin: Double, smoothing: Int) {
    let voltages = half.points.map(\.mean)
    guard bin > 1e-6, bin.isFinite, let low = voltages.min(), let high = voltages.max(), half.points.count > 2,
      low.magnitude < 1e3, high.magnitude < 1e3, high > low,
      voltages.allSatisfy(\.isFinite)
    else { return nil }
    let first = (low / bin).rounded(.down)
    let last = (high / bin).rounded(.down)
    guard last - first < Double(Self.binLimit) else { return nil }
    let count = Int(last - first) + 1
    var charges = [Double](repeating: 0, count: count)
    let currents = half.points.map(\.current.magnitude).sorted()
    let usual = currents[currents.count / 2]
    let limit = half.direction == .charge ? high : low
    for (left, right) in zip(half.points, half.points.dropFirst()) {
      let passed = right.capacity - left.capacity
      guard passed > 0 else { continue }
      let isHeld = (right.mean - limit).magnitude < 0.002 && right.current.magnitude < 0.97 * usual
      if isHeld { continue }
      Self.spread(passed, from: left.mean / bin - first, to: right.mean / bin - first, over: &charges)
    }
    let smoothing = min(max(0, smoothing), 200)
    let smooth = Self.smoothed(charges, halfWidth: smoothing)
    let values = smooth.indices.map { index in
      Value(voltage: (first + Double(index) + 0.5) * bin, value: smooth[index] / bin)
    }
    guard values.contains(where: { $0.value > 0 }) else { return nil }
    direction = half.direction
    self.bin = bin
    window = Double(smoothing + 1) * bin
    self.values = values
    peaks = Self.peaks(values, margin: smoothing + 1)
  }

  // Positions count in bins; every bin between gets its share of the charge.
  private static func spread(_ charge: Double, from start: Double, to end: Double, over bins: inout [Double]) {
    let (low, high) = (min(start, end), max(start, end))
    func bin(_ position: Double) -> Int { min(max(0, Int(position)), bins.count - 1) }
    let (first, last) = (bin(low), bin(high))
    guard last > first else {
      bins[first] += charge
      return
    }
    for index in first...last {
      let overlap = min(high, Double(index + 1)) - max(low, Double(index))
      bins[index] += charge * max(0, overlap) / (high - low)
    }
  }

  // The weights fall in a straight line to zero; at the ends the triangle is cut, and the rest weighted anew.
  private static func smoothed(_ values: [Double], halfWidth: Int) -> [Double] {
    guard halfWidth > 0 else { return values }
    return values.indices.map { index in
      var (sum, weights) = (0.0, 0.0)
      for other in max(0, index - halfWidth)...min(values.count - 1, index + halfWidth) {
        let weight = Double(halfWidth + 1 - abs(other - index))
        sum += weight * values[other]
        weights += weight
      }
      return sum / weights
    }
  }

  // At the limits of the voltage the count begins and ends abruptly, which is no peak of the electrode.
  private static func peaks(_ values: [Value], margin: Int) -> [Value] {
    guard let greatest = values.map(\.value).max(), greatest > 0 else { return [] }
    var found: [Value] = []
    for index in values.indices.dropFirst(margin).dropLast(margin) {
      let value = values[index].value
      guard value >= peakShare.height * greatest, value > values[index - 1].value, value >= values[index + 1].value
      else { continue }
      let left = valley(values, from: index, step: -1)
      let right = valley(values, from: index, step: 1)
      if value - max(left, right) >= peakShare.prominence * greatest { found.append(values[index]) }
    }
    return found.sorted { $0.value > $1.value }.prefix(8).sorted { $0.voltage < $1.voltage }
  }

  // The lowest value on the way to the next higher one; zero where there is none.
  private static func valley(_ values: [Value], from start: Int, step: Int) -> Double {
    var lowest = values[start].value
    var index = start + step
    while values.indices.contains(index) {
      if values[index].value > values[start].value { return lowest }
      lowest = min(lowest, values[index].value)
      index += step
    }
    return min(lowest, 0)
  }
}
