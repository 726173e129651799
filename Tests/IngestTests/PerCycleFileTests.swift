import CellModel
import CyclerFormats
import Settings
import Stages
import TestSupport
import Testing

@testable import celltop

@Suite("Per-cycle tables among the paths")
struct PerCycleFileTests {
  private static let table = "cell,cycle,q_out_mAh\nA,1,2.0\nA,2,1.9\n"
  private static let log =
    "Test Time / s,Voltage / V,Current / A\n" + (0..<20).map { "\($0),3.5,0.001\n" }.joined()

  @Test("A folder without logs gives its tables, with what its cells.csv tells of them")
  func folderOfTables() throws {
    let folder = try TestFolder()
    try folder.append(Array(Self.table.utf8), to: "a.csv")
    try folder.append(Array("Cycle,Discharge_Capacity_Ah\n1,1.1\n2,1.0\n".utf8), to: "b.csv")
    try folder.append(Array("cell,config\nA,li_ncm\n".utf8), to: "cells.csv")
    try folder.append(Array("Hello\n".utf8), to: "notes.csv")
    for path in [folder.path, folder.path + "/", folder.path + "/*.csv"] {
      let (tables, logs) = PerCycleFile.parted([path])
      #expect(tables.map(\.series.first?.cell) == ["A", "b"])
      #expect(tables.first?.context(of: "A").configuration == .full)
      #expect(logs.isEmpty)
    }
  }

  @Test("A folder with a log is a folder of logs, and a table in it is read when it is named")
  func folderOfBoth() throws {
    let folder = try TestFolder()
    try folder.append(Array(Self.table.utf8), to: "a.csv")
    try folder.append(Array(Self.log.utf8), to: "log.csv")
    let inFolder = PerCycleFile.parted([folder.path])
    #expect(inFolder.tables.isEmpty)
    #expect(inFolder.logs == [folder.path])
    // However the logs are read, the table is found on the way.
    var ingest = Ingest([folder.path], settings: CellSettings())
    ingest.readAll()
    let skipped = ingest.skipped.filter { $0.kind?.isCycleTable == true }.map(\.path)
    for tables in [skipped, LogList([folder.path]).tables] {
      #expect(
        PerCycleFile.unread(tables, named: [folder.path])?.hasPrefix(folder.path + "/a.csv: a per-cycle table") == true)
      #expect(PerCycleFile.unread(tables, named: [folder.path, folder.path + "/a.csv"]) == nil)
    }
    let named = PerCycleFile.parted([folder.path, folder.path + "/a.csv"])
    #expect(named.tables.map(\.path) == [folder.path + "/a.csv"])
    #expect(named.logs == [folder.path])
  }

  @Test("Neware's Chinese table of cycles is read in its own encoding, without its efficiency")
  func chineseTable() throws {
    let folder = try TestFolder()
    // 循环号, 充电容量(mAh), 放电容量(mAh), 充放电效率(%) in GB18030.
    let names: [[UInt8]] = [
      [0xD1, 0xAD, 0xBB, 0xB7, 0xBA, 0xC5], [0xB3, 0xE4, 0xB5, 0xE7, 0xC8, 0xDD, 0xC1, 0xBF] + Array("(mAh)".utf8),
      [0xB7, 0xC5, 0xB5, 0xE7, 0xC8, 0xDD, 0xC1, 0xBF] + Array("(mAh)".utf8),
      [0xB3, 0xE4, 0xB7, 0xC5, 0xB5, 0xE7, 0xD0, 0xA7, 0xC2, 0xCA] + Array("(%)".utf8),
    ]
    try folder.append(
      Array(names.joined(separator: [0x2C])) + Array("\n1,2.0,1.9,50\n2,2.0,1.8,50\n".utf8), to: "a.csv")
    let points = try #require(PerCycleFile(folder.path + "/a.csv")?.series.first).points
    #expect(points.map(\.firstCapacity) == [2.0, 2.0] && points.map(\.secondCapacity) == [1.9, 1.8])
  }

  @Test("A folder of neither, one that is missing and standard input are left to the reader of logs")
  func folderOfNeither() throws {
    let folder = try TestFolder()
    try folder.append(Array("Hello\n".utf8), to: "notes.csv")
    for path in [folder.path, folder.path + "/gone", "-"] {
      #expect(PerCycleFile.parted([path]).tables.isEmpty)
      #expect(PerCycleFile.parted([path]).logs == [path])
    }
  }
}
