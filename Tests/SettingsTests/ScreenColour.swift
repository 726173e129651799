import Glibc
import Settings

/// A colour of a screen as linear light, with the measures that themes are judged by.
struct ScreenColour {
  let light: Vector

  /// The colour of an xterm index from 16 on.
  init?(index: UInt8) {
    guard let components = XtermPalette.components(of: index) else { return nil }
    self.init(red: components.red, green: components.green, blue: components.blue)
  }

  init(red: Int, green: Int, blue: Int) {
    light = Vector(Self.linear(red), Self.linear(green), Self.linear(blue))
  }

  /// Contrast ratio after WCAG 2.1, 1 to 21.
  func contrast(with other: ScreenColour) -> Double {
    let (mine, its) = (luminance + 0.05, other.luminance + 0.05)
    return max(mine, its) / min(mine, its)
  }

  /// CIE76 distance as the worst of all kinds of eye sees it.
  func worstDistance(to other: ScreenColour) -> Double {
    ColourVision.allCases.map { vision in
      let (left, right) = (Self.lab(vision.perceived(light)), Self.lab(vision.perceived(other.light)))
      let (dx, dy, dz) = (left.x - right.x, left.y - right.y, left.z - right.z)
      return (dx * dx + dy * dy + dz * dz).squareRoot()
    }.min() ?? 0
  }

  private var luminance: Double { (Self.tristimulus * light).y }

  private static func linear(_ component: Int) -> Double {
    let value = Double(component) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// IEC 61966-2-1 primaries, D65.
  private static let tristimulus = Matrix(
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041])

  private static func lab(_ light: Vector) -> Vector {
    let colour = tristimulus * light
    let (x, y, z) = (root(colour.x / 0.95047), root(colour.y), root(colour.z / 1.08883))
    return Vector(116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  private static func root(_ value: Double) -> Double {
    value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
  }
}
