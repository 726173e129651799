import ArgumentParser
import CellModel
import Fleet
import Settings
import Stages

/// `celltop stages`: the stage and the turning point of each cell.
struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "Tell the stage and the turning point of each cell.",
    discussion: """
      A PATH is a log, a per-cycle CSV (columns cycle, q_out and what else is known; one row a cycle), or a directory of \
      either: its logs are read, or its per-cycle CSVs where it holds no log. A cells.csv beside a per-cycle CSV tells \
      each cell's configuration.

      With --what-if finished tests are played under the thresholds as they are and under those given: when each would \
      have raised an alarm, which alarms were taken back, and how long before the end of life (retention, or CE for \
      Li|Cu) the one came that stood. The same thresholds stand in [alert] of cells.toml or config.toml as turn_alarm, \
      turn_suspect, turn_ce_drop, turn_capacity_loss (fractions) and turn_cycles.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, ndjson }

  // Options that do not exist come as paths, so that they are answered with the nearest that does.
  @Argument(parsing: .allUnrecognized, help: "Logs, per-cycle CSV files, directories of either.") var paths: [String]
  @Option(help: "table or ndjson.") var format = Format.table
  @ArgumentParser.Flag(help: "Print a line for every cycle, as it was known when that cycle ended.") var causal = false
  @ArgumentParser.Flag(help: "Compare what the thresholds given would have flagged when with what is flagged now.")
  var whatIf = false
  @OptionGroup(title: "Thresholds") var thresholds: ThresholdOptions
  @Option(help: ArgumentHelp("What is known of the cells.", valueName: "cells.toml")) var meta: String?
  @OptionGroup var reading: ReadingOptions

  func validate() throws {
    if let odd = paths.first(where: { $0.hasPrefix("-") && $0 != "-" }) {
      let words = odd.prefix { $0 != "=" }.split(whereSeparator: { $0 == "-" || $0 == "_" })
      let name = "--" + words.map { $0 == "turn" ? "threshold" : $0 }.joined(separator: "-")
      let hint = NearestName.hint(name, in: ThresholdOptions.names + ["--format", "--causal", "--what-if", "--meta"])
      throw ValidationError("unknown option \(SafeText.clean(odd))\(hint)")
    }
    guard whatIf else { return }
    if causal { throw ValidationError("--what-if prints a line a cell, --causal one a cycle: give one of them") }
    if !thresholds.isAnyGiven { throw ValidationError("--what-if wants at least one --threshold-… to try") }
  }

  func run() throws {
    let output = LineWriter()
    var table = TextTable(["cell", "cycle", "state", "turn", "95 %", "confidence", "reason", "evidence"])
    var report = WhatIfReport()
    var isWhole = true
    let (tables, logs) = PerCycleFile.parted(paths)
    for file in tables {
      for series in file.series {
        let context = file.context(of: series.cell)
        if whatIf {
          report.add(
            series.cell, series.points, context, thresholds: thresholds.over(context.thresholds),
            end: AlarmHistory.EndOfLife())
        } else {
          print(series.cell, series.points, context, to: output, &table)
        }
      }
    }
    if !logs.isEmpty {
      let logReading = OneReading(logs, meta: meta, reading)
      for channel in logReading.channels {
        let points = channel.allCycles.filter(\.isOver).map(CyclePoint.init)
        let context = channel.stageContext
        if whatIf {
          let facts = channel.facts
          report.add(
            channel.id.text, points, context, thresholds: thresholds.over(context.thresholds),
            end: AlarmHistory.EndOfLife(
              retention: facts.endOfLifeRetention.value, efficiency: facts.alert.efficiencyBelow ?? 0.9,
              formationCycles: facts.formationCycles.value))
        } else {
          print(channel.id.text, points, context, to: output, &table)
        }
      }
      isWhole = logReading.report(tablesBeside: paths)
    }
    switch format {
    case .table: for line in whatIf ? report.lines(trying: thresholds.words) : table.lines { output.write(line) }
    case .ndjson: if whatIf { for object in report.objects { output.write(object.text) } }
    }
    output.flush()
    if !isWhole { throw ExitCode(3) }
  }

  /// Follows a cell's cycles in order, knowing nothing later, and prints every verdict or the last.
  private func print(
    _ cell: String, _ points: [CyclePoint], _ context: StageContext, to output: LineWriter, _ table: inout TextTable
  ) {
    var context = context
    context.thresholds = thresholds.over(context.thresholds)
    var detector = TurningPointDetector(context)
    for (index, point) in points.enumerated() {
      let reading = detector.observe(point)
      guard causal || index == points.count - 1 else { continue }
      switch format {
      case .ndjson: output.write(Self.object(cell, point.cycle, reading).text)
      case .table: table.add(Self.row(cell, point.cycle, reading))
      }
    }
  }

  private static func object(_ cell: String, _ cycle: Int, _ reading: StageReading) -> JSONObject {
    var object = JSONObject()
    object.add("cell", cell)
    object.add("cycle", cycle)
    object.add("state", reading.state.rawValue)
    object.add("turning_cycle", reading.turningCycle)
    object.add("turning_low", reading.turningLow)
    object.add("turning_high", reading.turningHigh)
    object.add("confidence", reading.confidence)
    object.add("reason", reading.reason?.rawValue)
    return object
  }

  private static func row(_ cell: String, _ cycle: Int, _ reading: StageReading) -> [String] {
    let interval =
      reading.turningLow == nil
      ? "-" : "\(Decimals.fixed(reading.turningLow, 0))…\(Decimals.fixed(reading.turningHigh, 0))"
    return [
      SafeText.clean(cell), String(cycle), reading.state.rawValue, Decimals.fixed(reading.turningCycle, 0), interval,
      Decimals.fixed(reading.confidence * 100, 0) + " %", reading.reason?.rawValue ?? "-", reading.evidence,
    ]
  }
}
