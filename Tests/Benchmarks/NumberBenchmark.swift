import CyclerFormats
import Glibc

/// The decimal scanner beside the C library, on the shapes that cyclers write.
enum NumberBenchmark {
  private struct Shape {
    let format: String
    let scale: Double
    let words: String
  }

  private static let shapes = [
    Shape(format: "%.4f", scale: 5, words: "3.7012"),
    Shape(format: "%.9f", scale: 5, words: "3.701234567"),
    Shape(format: "%.12f", scale: 5, words: "3.701234567890"),
    Shape(format: "%.4f", scale: 1e7, words: "12345678.1234"),
    Shape(format: "%.15E", scale: 5, words: "3.701234567890123E+000"),
    Shape(format: "%.17g", scale: 5, words: "3.7012345678901234"),
  ]

  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    for shape in shapes {
      let count = 200_000
      let text = text(of: shape, count: count)
      let ours = Stopwatch.rounds(effort.rounds) {
        var sum = 0.0
        var index = 0
        while index < text.count - 1 {
          let number = DecimalScanner.scan(text.span, from: index)
          sum += number.value
          index = number.end + 1
        }
        keep(sum)
      }
      let theirs = Stopwatch.rounds(effort.rounds) {
        unsafe text.withUnsafeBytes { buffer in
          guard let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
          var sum = 0.0
          var cursor = unsafe base
          var end: UnsafeMutablePointer<CChar>?
          for _ in 0..<count {
            sum += unsafe strtod(cursor, &end)
            unsafe cursor = unsafe UnsafePointer(end ?? UnsafeMutablePointer(mutating: cursor)) + 1
          }
          keep(sum)
        }
      }
      report(Figure(shape.words, seconds: ours, per: count, scale: 1e9, "ns"))
      report(Figure("\(shape.words), strtod", seconds: theirs, per: count, scale: 1e9, "ns"))
      report(Figure("\(shape.words), differences", Double(differences(text)), "numbers"))
    }
  }

  /// Numbers that are not the same to the last bit.
  private static func differences(_ text: [UInt8]) -> Int {
    var count = 0
    var index = 0
    unsafe text.withUnsafeBytes { buffer in
      guard let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      while index < text.count - 1 {
        let number = DecimalScanner.scan(text.span, from: index)
        let reference = unsafe strtod(base + index, nil)
        if number.value.bitPattern != reference.bitPattern { count += 1 }
        index = max(index, number.end) + 1
      }
    }
    return count
  }

  /// Random numbers of a shape, a line each, ended by a zero byte for the C library.
  private static func text(of shape: Shape, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var line = [CChar](repeating: 0, count: 64)
    for _ in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = (Double(state >> 11) / Double(1 << 53) * 2 - 1) * shape.scale
      let length = unsafe withVaList([value]) { unsafe vsnprintf(&line, line.count, shape.format, $0) }
      for index in 0..<max(0, Int(length)) { bytes.append(UInt8(bitPattern: line[index])) }
      bytes.append(0x0A)
    }
    bytes.append(0)
    return bytes
  }
}
