import ArgumentParser
import CellModel
import CyclerFormats
import Cycling
import Stages

/// `celltop cycles`: the per-cycle table of each cell.
struct CyclesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycles", abstract: "Print the per-cycle table of each cell.")

  enum Grouping: String, ExpressibleByArgument, CaseIterable { case own, vendor }

  @Argument(help: "Log files, directories, quoted globs, or - for standard input.") var paths: [String]
  @Option(help: "table, csv, json or ndjson.") var format = CycleTable.Format.table
  @Option(help: "own: by the current's sign; vendor: by the cycle number stored in the file.") var by = Grouping.own
  @Option(help: ArgumentHelp("What is known of the cells.", valueName: "cells.toml")) var meta: String?
  @OptionGroup var reading: ReadingOptions

  func run() throws {
    var table = CycleTable(format, by: by)
    let isWhole = by == .own ? addOwn(to: &table) : addVendor(to: &table)
    table.end()
    if !isWhole { throw ExitCode(3) }
  }

  private func addOwn(to table: inout CycleTable) -> Bool {
    let (tables, logs) = PerCycleFile.parted(paths)
    for file in tables {
      for series in file.series { table.add(CycleRow.rows(of: series, in: file)) }
    }
    guard !logs.isEmpty else { return true }
    let logReading = OneReading(logs, meta: meta, reading)
    for channel in logReading.channels { table.add(CycleRow.rows(of: channel)) }
    return logReading.report(tablesBeside: paths)
  }

  private func addVendor(to table: inout CycleTable) -> Bool {
    let (tables, logs) = PerCycleFile.parted(paths)
    for file in tables {
      for series in file.series {
        let cell = file.series.count > 1 ? file.path + "#" + series.cell : file.path
        table.add(CycleRow.rows(of: series, in: file).map(\.stored), path: cell, format: file.format)
      }
    }
    guard !logs.isEmpty else { return true }
    var isWhole = true
    let list = LogList(logs)
    if let unread = PerCycleFile.unread(list.tables, named: paths) { complain("celltop: \(SafeText.clean(unread))") }
    for file in list.files {
      do {
        try addVendor(file, to: &table)
      } catch {
        isWhole = false
        complain("celltop: \(SafeText.clean(error.description))")
      }
    }
    return isWhole
  }

  private func addVendor(_ path: String, to table: inout CycleTable) throws(LogFile.Failure) {
    var log = try OneLog(path)
    var fold: VendorCycleFold?
    while let samples = try log.next() {
      guard !samples.isEmpty else { continue }
      let traits = log.traits
      var vendor =
        fold
        ?? VendorCycleFold(
          traits.counterKind, currentKind: traits.currentKind, countersResetEachStep: traits.countersResetEachStep)
      fold = nil
      vendor.fold(samples)
      fold = vendor
    }
    table.add(fold?.cycles ?? [], path: path, format: log.format.id)
  }
}
