/// A Li|Cu cell's log as a bridge writes it: plates 1 mAh in an hour, strips 0.98 mAh.
enum BridgeLog {
  static let header = """
    Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1,Charging Capacity / Ah,Discharging Capacity / Ah

    """

  /// The rows of one cycle, counted from 1; of what was plated a share is stripped.
  static func cycle(_ number: Int, efficiency: Double = 0.98) -> String {
    let step = 0.001 * efficiency
    let start = Double(number - 1) * 8000
    var rows = "\(start),2.9,0.0,\(number),1,\(step * Double(number - 1)),\(0.001 * Double(number - 1))\n"
    for minute in stride(from: 0, through: 60, by: 10) {
      let time = start + 10 + Double(minute) * 60
      let plated = 0.001 * (Double(number - 1) + Double(minute) / 60)
      rows += "\(time),-0.05,-0.001,\(number),2,\(step * Double(number - 1)),\(plated)\n"
    }
    for part in 0...6 {
      let time = start + 3700 + Double(part) * 588
      let stripped = step * (Double(number - 1) + Double(part) / 6)
      let voltage = part == 6 ? 1.0 : 0.05
      rows += "\(time),\(voltage),0.001,\(number),3,\(stripped),\(0.001 * Double(number))\n"
    }
    return rows
  }
}
