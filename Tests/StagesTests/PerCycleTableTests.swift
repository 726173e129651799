import CellModel
import Stages
import Testing

@Suite("Per-cycle CSV")
struct PerCycleTableTests {
  private func table(_ text: String) -> PerCycleTable { PerCycleTable(text.utf8, named: "beside") }

  @Test("Columns are found by name, in any order, with their units")
  func columnsByName() throws {
    let read = table(
      """
      note,q_out_Ah,cycle,cell,i_in_mA,v_out_mean_mV,t_s,q_in_mAh,complete
      x,0.002,1,A,1.5,3700,7200,2.1,1
      y,0.001,2,A,1.5,3600,14400,2.0,0
      """)
    #expect(read.problemCount == 0)
    let point = try #require(read.series.first?.points.first)
    #expect(read.series.map(\.cell) == ["A"])
    #expect(point.secondCapacity == 2)
    #expect(point.firstCapacity == 2.1)
    #expect(point.firstCurrent == 1.5)
    #expect((point.secondMeanVoltage - 3.7).magnitude < 1e-12)
    #expect((point.timeHours - 2).magnitude < 1e-12)
    #expect(point.temperature.isNaN)
    #expect(read.series.first?.points.last?.isComplete == false)
  }

  @Test("The tables that other programs write are read by their own names, and never their efficiency")
  func foreignNames() throws {
    let tables = [
      "H21_Cycle_Num,H21_Cycle_Life(%),H21_CC_Chg_CapaCity(Ah),H21_CCCV_Chg_CapaCity(Ah),H21_CC_Dischg_CapaCity(Ah)"
        + ",DChg_IR\n2,100.1,3.9,4.875,4.5,0.04\n",
      "Cycle_Index,Cycle_Label,Q_chg,q_chg,Q_dis,q_dis,CE\n2,Capacity check,4.875,1,4.5,1,0.5\n",
      "cell,cycle,charge_capacity_mAh,discharge_capacity_Ah,ce\nb1c0,2,4875,4.5,0.5\n",
    ]
    for text in tables {
      let read = table(text)
      #expect(read.problemCount == 0)
      let point = try #require(read.series.first?.points.first)
      #expect(point.cycle == 2 && point.firstCapacity == 4875 && point.secondCapacity == 4500)
    }
    // Without a charge nothing says what an efficiency divides by what.
    let lone = try #require(table("cycle_index,q_dis,CE\n1,2,0.5\n").series.first?.points.first)
    #expect(lone.firstCapacity.isNaN)
  }

  @Test("Cells that take turns in the file come apart, each in order")
  func interleavedCells() {
    let read = table("cell,cycle,q_out\na,1,2.0\nb,1,3.0\na,2,2.1\nb,2,3.1\n")
    #expect(read.series.map(\.cell) == ["a", "b"])
    #expect(read.series.map { $0.points.map(\.secondCapacity) } == [[2.0, 2.1], [3.0, 3.1]])
  }

  @Test("CE stands in for the first capacity, as a fraction or in per cent, and a file without cells is one cell")
  func efficiencyColumn() throws {
    for (title, value) in [("ce", "0.5"), ("ce_pct", "50")] {
      let read = table("cycle,q_out,\(title)\r\n1,2.0,\(value)\r\n")
      #expect(read.series.map(\.cell) == ["beside"])
      #expect(try #require(read.series.first?.points.first).firstCapacity == 4)
    }
  }

  @Test("Bad rows are counted with their line and what was expected; good rows stay")
  func badRows() {
    let read = table("cycle,q_out,q_in\n1,2.0,2.1\nx,2.0,2.1\n3,oops,2.1\n\n# a note\n4,2.0\n5,2.0,bad\n6,,2.1\n")
    #expect(read.series.first?.points.map(\.cycle) == [1, 5, 6])
    #expect(read.problemCount == 4)
    #expect(read.problems.map(\.line) == [3, 4, 7, 8])
    #expect(read.problems[0].message == "expected a whole number in cycle, found \"x\"")
    #expect(read.problems[2].message == "expected 3 fields, found 2")
    #expect(read.series.first?.points[1].firstCapacity.isNaN == true)
    #expect(read.series.first?.points[2].secondCapacity.isNaN == true)
  }

  @Test("A table without the required columns says which are missing")
  func missingColumns() {
    let read = table("cycle,voltage\n1,2\n")
    #expect(read.series.isEmpty)
    #expect(read.problems.first?.message.contains("q_out") == true)
  }

  @Test("Semicolons, tabs, quotes and a byte-order mark are read")
  func dialects() {
    #expect(table("\u{FEFF}cell;cycle;q_out\n\"a;b\";1;2\n").series.map(\.cell) == ["a;b"])
    #expect(table("cell\tcycle\tq_out\na\t1\t2\n").series.map(\.cell) == ["a"])
  }

  @Test("No bytes stop the reader")
  func garbage() {
    var numbers = SeededNumbers(seed: 5)
    let alphabet = Array("cycle,q_out\n1.e-+;\"\t\r nan#".utf8) + [0, 255, 0xC3]
    for length in 0..<300 {
      let noise = (0..<length).map { _ in alphabet.randomElement(using: &numbers) ?? 0 }
      let read = PerCycleTable(Array("cycle,q_out\n".utf8) + noise, named: "x")
      #expect(read.problems.allSatisfy { $0.line >= 1 })
      _ = CellsTable(Array("cell,config\n".utf8) + noise)
      _ = PerCycleTable(noise, named: "x")
    }
  }

  @Test("cells.csv tells the configuration, and names words it does not know")
  func cellsTable() {
    let text = """
      cell,config,q_nominal_mAh,q_li_mAh,ce_a_prior
      A,li_cu,2.26,,
      B,li_ncm,112.9,563.1,0.998
      C,anode_free,1,0,0.99
      D,li_mg,1,,
      """
    let read = CellsTable(text.utf8)
    #expect(read.contexts["A"] == StageContext(configuration: .half))
    #expect(read.contexts["B"] == StageContext(configuration: .full))
    #expect(read.contexts["C"]?.configuration == .anodeFree)
    #expect(read.contexts["D"]?.configuration == .unknown)
    #expect(read.problems.map(\.line) == [5])
  }
}
