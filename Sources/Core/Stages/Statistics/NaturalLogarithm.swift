import CellModel

/// Natural logarithm and exponential under the name that this module uses: a detector that gives the same digits on
/// every platform can be resumed on another one.
enum Natural {
  /// ln x to about 2e-16 relative; nil unless x is positive and finite.
  static func logarithm(_ x: Double) -> Double? { CellModel.Natural.logarithm(x) }

  /// eˣ, with x held within ±700 so that the result is finite; 1 for NaN.
  static func exponential(_ x: Double) -> Double { CellModel.Natural.exponential(x) }
}
