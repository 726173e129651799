import CellModel
import Cycling

/// Metal through the separator, told while it happens: the cell no longer holds a voltage under current.
///
/// With a cathode, a charge stands below half of what the cell's own discharges used to end at. Without one, the
/// voltage under current is less than 15 % of the cell's own polarisation: a plain resistance is left.
struct HardShortRule: TroubleRule {
  static let shareOfFloor = 0.5
  static let shareOfPolarisation = 0.15
  /// Part of a usual half-cycle's charge that must have passed: the double layer is charged by then.
  static let passed = 0.02

  var heedsEveryRow: Bool { true }

  private enum Usual {
    /// The voltage at which discharges used to end, V.
    case floor(Double)
    /// Half the hysteresis, V.
    case polarisation(Double)
  }

  func flag(of channel: ChannelFold) -> Flag? {
    let youth = channel.judgement?.youth ?? CellYouth(channel.cycles)
    guard let charge = youth.charge, let usual = usual(channel, youth) else { return nil }
    var since: Cycle?
    var shown: Double?
    // The cycle under way, and those before it as long as each was shorted, too.
    let open = channel.openCycle
    if let open, let voltage = shorted(open, usual, charge, newest: channel.fold?.newestHalf) {
      (since, shown) = (open, voltage)
    }
    // The newest closed cycle tells while the one under way has hardly begun.
    if let newest = channel.newestClosed, shorted(newest, usual, charge, newest: nil) != nil {
      for cycle in channel.cycles.suffix(FlagSpan.reach).reversed() {
        guard let voltage = shorted(cycle, usual, charge, newest: nil) else { break }
        since = cycle
        shown = shown ?? voltage
      }
    }
    guard let since, let shown else { return nil }
    return Flag(.hardShort, sinceCycle: Int(since.number), evidence: sentence(shown, usual))
  }

  private func usual(_ channel: ChannelFold, _ youth: CellYouth) -> Usual? {
    if channel.configuration.value.hasCathode { return youth.floor > 0.5 ? .floor(youth.floor) : nil }
    guard channel.configuration.value == .half || channel.configuration.value == .symmetric,
      let hysteresis = youth.hysteresis, hysteresis > 0.006
    else { return nil }
    // Where the noise is as large as the polarisation, no row tells that it is gone.
    return hysteresis / 2 > 0.008 * youth.noise ? .polarisation(hysteresis / 2) : nil
  }

  /// The voltage that shows a short in a cycle; nil if none does.
  ///
  /// `newest` is the half-cycle under way.
  private func shorted(_ cycle: Cycle, _ usual: Usual, _ charge: Double, newest: HalfCycle?) -> Double? {
    let ends: [(end: Float, passed: Double, direction: HalfCycleDirection)] = [
      (cycle.firstHalfEndVoltage, cycle.firstCapacity, cycle.firstHalf),
      (cycle.secondHalfEndVoltage, cycle.secondCapacity, cycle.firstHalf == .charge ? .discharge : .charge),
    ]
    for half in ends where half.passed > Self.passed * charge {
      var voltage = Double(half.end)
      // Of a half-cycle under way the newest row is not believed alone.
      if let newest, newest.direction == half.direction, !newest.isAtRest {
        let before = newest.voltageBefore
        guard before == before else { continue }
        voltage = voltage.magnitude > before.magnitude ? voltage : before
      }
      switch usual {
      case .floor(let floor):
        if half.direction == .charge, voltage < Self.shareOfFloor * floor { return voltage }
      case .polarisation(let polarisation):
        let limit = Self.shareOfPolarisation * polarisation
        // A leaking dendrite is noisy: then a row near zero tells nothing, and the half-cycle's mean has to.
        let isNoisy = Double(cycle.voltageNoise) * 1e-3 > 0.1 * limit
        let mean = Double(half.direction == .charge ? cycle.meanChargeVoltage : cycle.meanDischargeVoltage)
        if isNoisy, !(mean.magnitude < limit) { continue }
        if voltage.magnitude < limit { return voltage }
      }
    }
    return nil
  }

  private func sentence(_ voltage: Double, _ usual: Usual) -> String {
    switch usual {
    case .floor(let floor):
      "\(FlagText.volts(voltage)) V while charging is below half of the \(FlagText.volts(floor)) V at which the cell's "
        + "discharges used to end"
    case .polarisation(let polarisation):
      "\(FlagText.fixed(voltage * 1000, 1)) mV under current is below 15 % of the cell's own polarisation of "
        + "\(FlagText.fixed(polarisation * 1000, 1)) mV"
    }
  }
}
