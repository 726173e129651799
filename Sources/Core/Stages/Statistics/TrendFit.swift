/// Least squares of a line with a ridge on its slope, and of a shape added to it after the candidate.
struct TrendFit {
  /// Sums of the shape f over the points after the candidate: f, f·x, f², f·y.
  struct Shape {
    var f: Double
    var fx: Double
    var ff: Double
    var fy: Double

    /// Takes the shape's value at a point in, the point about the origin of the line's sums.
    mutating func add(_ value: Double, _ dx: Double, _ dy: Double) {
      f += value
      fx += value * dx
      ff += value * value
      fy += value * dy
    }
  }

  private let a11: Double
  private let a12: Double
  private let a22: Double
  private let d1: Double
  private let d2: Double
  private let inverse: Double

  init(pre: LineSums, post: LineSums, ridge: Double) {
    a11 = pre.n + post.n
    a12 = pre.x + post.x
    a22 = pre.xx + post.xx + ridge
    d1 = pre.y + post.y
    d2 = pre.xy + post.xy
    inverse = 1 / max(a11 * a22 - a12 * a12, 1e-30)
  }

  /// The shape's size, the inverse of its variance in squared residual scales, and the line's slope beside it.
  func solve(_ shape: Shape) -> (size: Double, information: Double, slope: Double) {
    let g1 = (a22 * shape.f - a12 * shape.fx) * inverse
    let g2 = (a11 * shape.fx - a12 * shape.f) * inverse
    let information = max(shape.ff - (g1 * shape.f + g2 * shape.fx), 1e-12)
    let size = (shape.fy - (g1 * d1 + g2 * d2)) / information
    let slope = (a11 * (d2 - shape.fx * size) - a12 * (d1 - shape.f * size)) * inverse
    return (size, information, slope)
  }
}
