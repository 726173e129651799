import CellModel

extension StageReading {
  /// The reading of a cell whose halves are both lithium: it has no CE and no reservoir, so there is nothing to turn.
  ///
  /// What ages there is told as growing polarisation, for that reason, and shorts as in every cell.
  var withoutStages: StageReading {
    var reading = self
    reading.turningCycle = nil
    reading.turningLow = nil
    reading.turningHigh = nil
    switch state {
    case .stage2: reading.state = .stage1
    case .suspected: reading = StageReading(state: .stage1)
    case .forming, .stage1, .shorted, .dead, .unknown: break
    }
    return reading
  }
}
