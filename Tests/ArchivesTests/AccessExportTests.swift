import CyclerFormats
import Glibc
import TestSupport
import Testing

@testable import Archives

@Suite("Access databases")
struct AccessExportTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private static let header = "Test_ID,Data_Point,Test_Time,DateTime,Cycle_Index,Current,Voltage"

  /// A program in the place of `mdb-export` that prints this table.
  private func program(_ table: String, status: Int = 0) throws -> String {
    let script = "#!/bin/sh\n[ \"$2\" = Channel_Normal_Table ] || exit 9\ncat <<'END'\n\(table)\nEND\nexit \(status)\n"
    return try folder.write(Array(script.utf8), to: "export", mode: 0o755)
  }

  private func texts(_ reader: AccessExport) throws -> [String] {
    var texts: [String] = []
    var bytes: [UInt8] = []
    while true {
      let step = try reader.next(into: &bytes)
      guard step != .bytes else { continue }
      texts.append(String(decoding: bytes, as: UTF8.self))
      bytes = []
      if step == .end { return texts }
    }
  }

  @Test("give their records in the order of the data points")
  func order() throws {
    let rows = [3, 1, 2, 10, 4].map { "1,\($0),\($0)0,46083,1,0,3" }
    let reader = try AccessExport("x.res", program: program(([Self.header] + rows).joined(separator: "\n")))
    let expected = [1, 2, 3, 4, 10].map { "1,\($0),\($0)0,46083,1,0,3\n" }
    #expect(try texts(reader) == [Self.header + "\n" + expected.joined()])
    #expect(reader.testCount == 1 && reader.remarks == [])
  }

  @Test("are exported while other logs are read")
  func beside() throws {
    // The program waits until somebody writes into the pipe.
    let pipe = folder.path + "/pipe"
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    let program = try folder.write(Array("#!/bin/sh\ncat '\(pipe)'\n".utf8), to: "export", mode: 0o755)
    let reader = try AccessExport("x.res", program: program, waits: false)
    var bytes: [UInt8] = []
    #expect(try reader.next(into: &bytes) == .waiting)
    let table = "\(Self.header)\n1,2,10,46083,1,0,3\n1,1,0,46083,1,0,3\n"
    let end = unsafe open(pipe, O_WRONLY)
    for byte in table.utf8 { #expect(unsafe withUnsafeBytes(of: byte) { unsafe write(end, $0.baseAddress, 1) } == 1) }
    close(end)
    var step = ContainerStep.waiting
    while step == .waiting { step = try reader.next(into: &bytes) }
    #expect(step == .bytes && reader.testCount == 1)
    #expect(String(decoding: bytes, as: UTF8.self) == "\(Self.header)\n1,1,0,46083,1,0,3\n1,2,10,46083,1,0,3\n")
  }

  @Test("that are cut short are read in part, and the export's complaint is told, however much it complains")
  func complaints() throws {
    let script =
      "#!/bin/sh\necho '\(Self.header)'\nfor i in 1 2 3; do seq 30000 | sed 's/^/offset is beyond EOF /' >&2\n"
      + "echo \"1,$i,${i}0,46083,1,0,3\"; done\n"
    let reader = try AccessExport("x.res", program: folder.write(Array(script.utf8), to: "export", mode: 0o755))
    #expect(try texts(reader)[0].split(separator: "\n").count == 4)
    #expect(reader.remarks == ["mdb-export says “offset is beyond EOF 1”: the records may not be all"])
  }

  @Test("with several tests give a log of each")
  func severalTests() throws {
    let rows = ["2,1,0,46083,1,0,3", "1,2,10,46083,1,0,3", "2,2,10,46083,1,0,3", "1,1,0,46083,1,0,3"]
    let reader = try AccessExport("x.res", program: program(([Self.header] + rows).joined(separator: "\n")))
    #expect(reader.testCount == 2)
    #expect(
      try texts(reader) == [
        "\(Self.header)\n1,1,0,46083,1,0,3\n1,2,10,46083,1,0,3\n",
        "\(Self.header)\n2,1,0,46083,1,0,3\n2,2,10,46083,1,0,3\n",
      ])
  }

  @Test("say what is missing: the program, the table, or the rest of it")
  func troubles() throws {
    func trouble(_ program: String) -> String {
      do {
        _ = try AccessExport("x.res", program: program)
        return "nothing"
      } catch { return error.description }
    }
    #expect(trouble("celltop-no-such-program").contains("apt-get install mdbtools"))
    #expect(trouble(try program("Item,Price")).contains("without Arbin's table"))
    let reader = try AccessExport("x.res", program: program("\(Self.header)\n1,1,0,46083,1,0,3", status: 1))
    #expect(reader.remarks.count == 1 && reader.remarks[0].contains("may not be all"))
    #expect(try texts(reader).count == 1)
  }

  @Test("are told by their first bytes")
  func recognition() {
    #expect(LogContainer.recognise([0, 1, 0, 0] + Array("Standard Jet DB\0\u{1}".utf8)) == .database)
    #expect(LogContainer.recognise(Array("Standard Jet DB\0".utf8)) == nil)
    for format in FormatRegistry.all { #expect(LogContainer.recognise(format.sampleBytes) == nil) }
  }
}
