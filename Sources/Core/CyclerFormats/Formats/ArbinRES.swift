/// Arbin's result database `.res` (MITS 7 and older), as the text of its table of records.
///
/// The file is an Access database; `mdb-export` of mdbtools turns the table `Channel_Normal_Table` into the CSV that is read
/// here, be it called by celltop or by hand. Capacities in Ah restart only where the schedule says; `DateTime` counts days
/// since 1899-12-30.
package struct ArbinRES: CyclerFormat {
  package let id = "arbin-res"
  package let title = "Arbin .res (MITS 7 and older)"
  package let notes = "read whole through mdbtools (mdb-export), and again when it changes; one log a Test_ID"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let cells = head.firstLine.split(separator: ",").map { HeaderCell.text(of: $0) }
    guard cells.first == "Test_ID", cells.dropFirst().first == "Data_Point" else { return .no }
    guard ArbinCSV.dialect.columns.resolve(head.firstLine) != nil else { return head.isWholeFile ? .perhaps : .no }
    return .yes(what: "columns of Channel_Normal_Table")
  }

  package func makeDecoder() -> any SampleDecoder { TextDecoder(ArbinCSV.dialect) }

  package let sample = """
    Test_ID,Data_Point,Test_Time,Step_Time,DateTime,Step_Index,Cycle_Index,Is_FC_Data,Current,Voltage,Charge_Capacity,Discharge_Capacity,Charge_Energy,Discharge_Energy
    1,1,10.0002,10.0002,46083.375115740739,1,1,0,0,2.9011,0,0,0,0
    1,2,20.0001,0.0101,46083.375231481483,2,1,0,-0.001,0.121,0,0,0,0
    1,3,3620.0001,3600.0101,46083.416898148150,2,1,0,-0.001,-0.0512,0,0.001000003,0,0.00005
    1,4,3620.0111,0.0110,46083.416898275461,3,1,0,0.001,0.0498,0,0.001000003,0,0.00005
    1,5,7184.0111,3564.0110,46083.458148275461,3,1,0,0.001,1,0.000990003,0.001000003,0.0009,0.00005

    """
}
