/// How people see a colour of a screen, for judging themes.
enum ColourVision: CaseIterable {
  case normal, protanopic, deuteranopic, tritanopic

  /// Linear light of an sRGB colour as this kind of eye sees it, each component 0 to 1.
  ///
  /// Protanopia and deuteranopia after Viénot, Brettel and Mollon (1999); tritanopia, which one plane cannot model, after
  /// Brettel, Viénot and Mollon (1997) with its two half-planes.
  func perceived(_ light: Vector) -> Vector {
    switch self {
    case .normal: return light
    case .protanopic, .deuteranopic:
      let cones = Self.conesFromLight * light
      let seen =
        self == .protanopic
        ? Vector(2.02344 * cones.y - 2.52581 * cones.z, cones.y, cones.z)
        : Vector(cones.x, 0.494207 * cones.x + 1.24827 * cones.z, cones.z)
      return (Self.lightFromCones * seen).clamped
    case .tritanopic:
      let side = 0.03960 * light.x - 0.02831 * light.y - 0.01129 * light.z
      return ((side >= 0 ? Self.tritanopicFirst : Self.tritanopicSecond) * light).clamped
    }
  }

  private static let conesFromLight = Matrix(
    [17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709])
  private static let lightFromCones = Matrix(
    [0.0809444479, -0.130504409, 0.116721066], [-0.0102485335, 0.0540193266, -0.113614708],
    [-0.000365296938, -0.00412161469, 0.693511405])
  private static let tritanopicFirst = Matrix(
    [1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.80500, 0.11911])
  private static let tritanopicSecond = Matrix(
    [0.93678, 0.18979, -0.12657], [0.06154, 0.81526, 0.12320], [-0.37562, 1.12767, 0.24796])
}

struct Vector {
  var x: Double
  var y: Double
  var z: Double

  init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  var clamped: Vector { Vector(min(max(x, 0), 1), min(max(y, 0), 1), min(max(z, 0), 1)) }
}

struct Matrix {
  private let rows: [[Double]]

  init(_ first: [Double], _ second: [Double], _ third: [Double]) { rows = [first, second, third] }

  static func * (matrix: Matrix, vector: Vector) -> Vector {
    let sums = matrix.rows.map { $0[0] * vector.x + $0[1] * vector.y + $0[2] * vector.z }
    return Vector(sums[0], sums[1], sums[2])
  }
}
