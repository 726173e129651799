import CellModel

/// Half-cycles to a cycle.
extension CycleFold {
  /// The cycle of a first half-cycle and of a second, where there is one; none that a change of files cuts is complete.
  func makeCycle(_ opening: HalfCycle, _ closing: HalfCycle?, isComplete: Bool) -> Cycle {
    var cycle = Cycle(number: Int32(clamping: history.count + 1), firstHalf: opening.direction)
    cycle.isComplete = isComplete && !opening.isCut && closing?.isCut != true
    cycle.vendorCycle = opening.vendorCycle
    cycle.startTime = opening.startTime
    cycle.endTime = (closing ?? opening).endTime
    cycle.byteOffset = opening.byteOffset
    cycle.firstHalfEndVoltage = Float(opening.endVoltage)
    cycle.secondHalfEndVoltage = Float(closing?.endVoltage ?? .nan)
    cycle.minVoltage = Float(min(opening.minVoltage, closing?.minVoltage ?? .infinity))
    cycle.maxVoltage = Float(max(opening.maxVoltage, closing?.maxVoltage ?? -.infinity))
    if !cycle.minVoltage.isFinite { (cycle.minVoltage, cycle.maxVoltage) = (.nan, .nan) }
    let rows = opening.temperature.rows + (closing?.temperature.rows ?? 0)
    if rows > 0 {
      cycle.temperature = Float((opening.temperature.sum + (closing?.temperature.sum ?? 0)) / Double(rows))
    }
    let noiseRows = opening.noise.rows + (closing?.noise.rows ?? 0)
    if noiseRows > 4 {
      let squares = opening.noise.squares + (closing?.noise.squares ?? 0)
      cycle.voltageNoise = Float((squares / Double(noiseRows)).squareRoot() * 1000)
    }
    for half in [opening, closing].compactMap(\.self) { add(half, to: &cycle) }
    return cycle
  }

  private func add(_ half: HalfCycle, to cycle: inout Cycle) {
    let counted = half.counted
    let faulty = half.unexplained + half.clamped > 0.01 * max(counted, half.integral) + 1e-6
    // Only where the counters are wrong: a log with gaps, or a thinned one, has no integral to speak of.
    cycle.charge += hasCounter ? half.charge + (faulty ? half.chargeMending : 0) : half.integralCharge
    cycle.discharge += hasCounter ? half.discharge + (faulty ? half.dischargeMending : 0) : half.integralDischarge
    if half.direction == .charge {
      cycle.meanChargeVoltage = Float(half.meanVoltage)
      cycle.chargeCurrent = Float(half.mainCurrent * 1000)
    } else {
      cycle.meanDischargeVoltage = Float(half.meanVoltage)
      cycle.dischargeCurrent = Float(half.mainCurrent * 1000)
    }
    guard hasCounter else { return }
    cycle.usedIntegral = cycle.usedIntegral || faulty
    let larger = max(counted, half.integral)
    if larger > 0 {
      let deviation = Float((counted - half.integral).magnitude / larger)
      cycle.counterDeviation = cycle.counterDeviation.isNaN ? deviation : max(cycle.counterDeviation, deviation)
    }
  }
}
