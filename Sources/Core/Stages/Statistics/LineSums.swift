/// Count, and first and second sums of points, about an origin: all that a straight line needs.
struct LineSums: Codable, Equatable, Sendable {
  var n = 0.0
  var x = 0.0
  var xx = 0.0
  var y = 0.0
  var xy = 0.0

  mutating func add(x dx: Double, y dy: Double) {
    n += 1
    x += dx
    xx += dx * dx
    y += dy
    xy += dx * dy
  }

  /// The same sums with the origin moved to `(t, v)`.
  func moved(toX t: Double, y v: Double = 0) -> LineSums {
    LineSums(
      n: n, x: x - t * n, xx: xx - 2 * t * x + t * t * n, y: y - v * n, xy: xy - t * y - v * x + t * v * n)
  }

  static func + (a: LineSums, b: LineSums) -> LineSums {
    LineSums(n: a.n + b.n, x: a.x + b.x, xx: a.xx + b.xx, y: a.y + b.y, xy: a.xy + b.xy)
  }

  static func - (a: LineSums, b: LineSums) -> LineSums {
    LineSums(n: a.n - b.n, x: a.x - b.x, xx: a.xx - b.xx, y: a.y - b.y, xy: a.xy - b.xy)
  }
}
