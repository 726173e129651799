package import CellModel

/// Interim.
package struct TurningPointDetector: StageDetector {
  package private(set) var reading = StageReading(state: .unknown)
  package init(_ context: StageContext) {}
  package mutating func observe(_ point: CyclePoint) -> StageReading { reading }
}
