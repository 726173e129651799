package import CellModel
import CyclerFormats
package import Metrics
package import Stages

/// What metrics and the stage detector are told of a cell, and the numbers of one cycle that follow from it.
extension ChannelFold {
  /// What the metrics may know of the cell.
  package var context: MetricContext {
    MetricContext(configuration: configuration.value, referenceCapacity: referenceCapacity)
  }

  /// CE of a cycle by the cell's configuration, a fraction; nil where it has none.
  package func efficiency(of cycle: Cycle) -> Double? { CoulombicEfficiency().value(of: cycle, in: context) }

  /// Retention of a cycle; nil where it has none.
  package func retention(of cycle: Cycle) -> Double? { CapacityRetention().value(of: cycle, in: context) }

  /// Smallest step of a cycle's CE that the digits of the file allow, a fraction; nil without counters.
  package func efficiencyResolution(of cycle: Cycle) -> Double? {
    let step = capacityResolution
    guard step == step, cycle.firstCapacity > 0 else { return nil }
    return step / cycle.firstCapacity
  }

  /// Smallest step of the file's capacities, mAh; NaN without counters.
  var capacityResolution: Double { decoder.traits.capacityResolution }

  /// What the stage detector is told of the cell.
  package var stageContext: StageContext {
    StageContext(
      configuration: configuration.value, hasEfficiency: configuration.value != .unknown, thresholds: facts.alert.stage)
  }

  /// Gain error of the instrument between charge and discharge, a fraction.
  package var accuracy: Double { facts.accuracy.value * 1e-6 }

  /// Instrument uncertainty of a CE (systematic gain error of charge against discharge), a fraction.
  package func efficiencyUncertainty(of efficiency: Double) -> Double {
    InstrumentUncertainty.ratio(efficiency, accuracy: accuracy)
  }
}
