import Cycling
package import CellModel

package import Metrics

extension ChannelFold {
  /// Everything from which the cell's averages, reservoir and forecast follow, the cycle under way included once it is
  /// complete.
  ///
  /// `twins` is what the group named by `ce_from` tells; times are wall-clock seconds.
  package func record(twins: TwinEvidence? = nil, newestRowAt: Double? = nil, now: Double? = nil) -> CellRecord {
    let configuration = configuration
    var tally = tally
    let open = openCycle
    if let open, open.isComplete {
      tally.observe(
        open, efficiency: efficiency(of: open), isFormation: completeCycles < facts.formationCycles.value)
    }
    var reading: ProtocolReading?
    if configuration.value == .half {
      reading = protocolFold.reading(with: open, method: facts.efficiencyMethod)
    }
    var untilTurn: RunningMean?
    if configuration.value == .half, self.reading.state == .stage2, let turn = self.reading.turningCycle {
      untilTurn = meanEfficiency(before: turn)
    }
    let outlook = step.map { step in
      StepOutlook(elapsed: step.endTime - step.startTime, earlier: stepHistory.durations(like: step))
    }
    return CellRecord(
      configuration: configuration, facts: facts, tally: tally, cyclingProtocol: reading, stage: self.reading,
      untilTurn: untilTurn, twins: twins, step: outlook.flatMap { $0.earlier.isEmpty ? nil : $0 },
      newestRowAt: newestRowAt, now: now)
  }

  /// Mean CE of the complete cycles after formation and before a cycle.
  private func meanEfficiency(before turn: Double) -> RunningMean {
    var mean = RunningMean()
    var complete = 0
    for cycle in cycles where cycle.isComplete && Double(cycle.number) < turn {
      complete += 1
      if complete > facts.formationCycles.value, let efficiency = efficiency(of: cycle) { mean.add(efficiency) }
    }
    return mean
  }

  /// How every number of the cell was made: the newest complete cycle's, then the averages, then the reservoir's.
  package func explanations(of record: CellRecord) -> [Explanation] {
    var all: [Explanation] = []
    if let cycle = newestComplete {
      all = MetricRegistry.all.map {
        $0.explanation(of: cycle, in: context, accuracy: accuracy, resolution: efficiencyResolution(of: cycle))
      }
      if isReservoirCycle(cycle) {
        // Strips and platings of a reservoir belong to no cycle of their own.
        for index in all.indices where all[index].unit == "fraction" || all[index].unit == "ppm" {
          all[index].terms = []
          all[index].systematic = nil
          all[index].outcome = .notApplicable("in a reservoir test only the whole test has a CE")
          // What was said of the cycle's own ratio, such as that it is above 1.
          all[index].remarks = []
        }
      }
    }
    return all + AverageRegistry.explanations(of: record) + QuantityRegistry.explanations(of: record)
      + YardstickRegistry.explanations(of: record)
  }

  /// Whether a cycle belongs to a reservoir test, whose strips stop before the cut-off: its own ratio is no CE.
  package func isReservoirCycle(_ cycle: Cycle) -> Bool {
    guard configuration.value == .half else { return false }
    let reading = protocolFold.reading(with: openCycle, method: facts.efficiencyMethod)
    return reading.reservoir != nil && reading.kind.value != .conventional && Int(cycle.number) > reading.fullCycles
  }

  /// What the cell tells its twins: its loss at its own turn by the lithium balance, or its average 1 − CE where it is Li|Cu.
  func contribute(to evidence: inout TwinEvidence) {
    let record = record()
    if record.configuration.value == .half {
      guard let efficiency = AverageRegistry.primary(of: record)?.value, efficiency < 1 else { return }
      evidence.halves.append(1 - efficiency)
    } else if let loss = lossAtTurn(record) {
      evidence.turned.append(loss)
    }
  }

  /// Lithium lost ÷ all that was charged until the turn; nil where the cell has not turned or its lithium is not known.
  ///
  /// The cell's own charges and discharges take its cathode's part out of it. Eq 6 would leave that in, and a twin with
  /// another cathode would tell a loss that is not the anode's.
  private func lossAtTurn(_ record: CellRecord) -> Double? {
    guard record.hasCathode, reading.state == .stage2, let turn = reading.turningCycle, let lithium = record.lithium,
      record.tally.opening != nil, let rate = record.tally.mainRate
    else { return nil }
    var (charged, discharged) = (0.0, 0.0)
    var loss: Double?
    for cycle in cycles {
      guard Double(cycle.number) <= turn else { break }
      charged += cycle.firstCapacity
      discharged += cycle.secondCapacity
      guard cycle.isComplete, rate.matches(Double(cycle.dischargeCurrent)), charged > 0 else { continue }
      loss = (lithium.value + charged - discharged) / charged
    }
    return loss.flatMap { $0 > 0 ? $0 : nil }
  }
}
