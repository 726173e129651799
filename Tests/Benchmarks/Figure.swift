/// One measured figure.
struct Figure {
  /// What was measured, such as `neware-csv` or `fleet 80x24`.
  var subject: String
  var unit: String
  /// The best round (for a rate the highest), and the one in the middle.
  var best: Double
  var median: Double

  /// A figure that is no matter of luck.
  init(_ subject: String, _ value: Double, _ unit: String) {
    self.subject = subject
    self.unit = unit
    best = value
    median = value
  }

  /// A cost: each round's seconds times `scale`, divided by the `count` of things done.
  init(_ subject: String, seconds: [Double], per count: Int, scale: Double, _ unit: String) {
    self.subject = subject
    self.unit = unit
    best = (seconds.first ?? .nan) * scale / Double(max(1, count))
    median = (seconds.isEmpty ? .nan : seconds[seconds.count / 2]) * scale / Double(max(1, count))
  }

  /// A rate: bytes by each round's seconds.
  init(_ subject: String, bytes: Int, in seconds: [Double]) {
    self.subject = subject
    unit = "MB/s"
    best = Double(bytes) / 1e6 / (seconds.first ?? .nan)
    median = Double(bytes) / 1e6 / (seconds.isEmpty ? .nan : seconds[seconds.count / 2])
  }
}

/// Prints figures as they come: a table for people, or a JSON object a line.
struct ResultTable {
  private let asJSON: Bool
  private var benchmark = ""

  init(asJSON: Bool) { self.asJSON = asJSON }

  mutating func add(_ figure: Figure, of name: String) {
    if asJSON {
      print(
        "{\"benchmark\":\"\(name)\",\"subject\":\"\(figure.subject)\",\"unit\":\"\(figure.unit)\","
          + "\"best\":\(Self.json(figure.best)),\"median\":\(Self.json(figure.median))}")
      return
    }
    if name != benchmark {
      print("\(benchmark.isEmpty ? "" : "\n")\(Self.pad(name, 38))\(Self.pad("best", -12))\(Self.pad("median", -12))")
      benchmark = name
    }
    print(
      Self.pad("  " + figure.subject, 38) + Self.pad(Self.text(figure.best), -12)
        + Self.pad(Self.text(figure.median), -12) + "  \(figure.unit)")
  }

  private static func json(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }

  private static func text(_ value: Double) -> String {
    guard value.magnitude < 100 else { return value.isFinite ? "\(Int(value.rounded()))" : "-" }
    return "\((value * 100).rounded() / 100)"
  }

  /// Fills up to a width: on the right, or for a negative width on the left.
  private static func pad(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, Int(width.magnitude) - text.count))
    return width < 0 ? blanks + text : text + blanks
  }
}
