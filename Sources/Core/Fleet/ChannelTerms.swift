package import CellModel

/// What is assumed of a channel where the log itself does not say.
package struct ChannelTerms: Equatable, Codable, Sendable {
  /// nil: to be inferred from the charge record.
  package var configuration: Marked<CellConfiguration>?
  /// Cycles set apart while the SEI forms.
  package var formationCycles = Marked(3, .assumed)
  /// Gain error of the instrument, a fraction (review section 4: about 100 ppm), systematic.
  package var accuracy = Marked(1e-4, .assumed)
  /// Retention that ends a cell's life.
  package var endOfLife = Marked(0.8, .assumed)
  /// CE below which a formed cell is flagged.
  package var lowEfficiency = Marked(0.9, .assumed)
  /// Nominal capacity and lithium reservoir, mAh; nil if not told.
  package var nominalCapacity: Double?
  package var lithiumReservoir: Double?
  /// CE of the anode as given or taken from a twin.
  package var anodeEfficiency: Double?
  /// How many cycles the rolling CE spans.
  package var rollingWindow = 10

  package init() {}
}
