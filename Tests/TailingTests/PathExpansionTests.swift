import Testing

@testable import Tailing

@Suite("From arguments to logs")
struct PathExpansionTests {
  private let folder: LogFolder

  init() throws {
    folder = try LogFolder()
  }

  private func fill(_ names: String...) {
    for name in names {
      let parts = name.split(separator: "/").dropLast()
      var inner = folder.path
      for part in parts {
        inner = inner.appending(part.utf8)
        if case .failure = Entry.at(inner) { folder.makeFolder(inner) }
      }
      folder.write([1], to: folder.file(name))
    }
  }

  private func names(_ arguments: String...) -> [String] {
    PathExpansion(arguments.map { $0 == "." ? folder.path : folder.file($0) }).discover()
      .candidates.map { $0.name.description }
  }

  @Test("A folder is read with all that is in it, but not the hidden files")
  func recursion() {
    fill("b.csv", "a.csv", "run/deep/c.mpt", ".hidden.csv", ".git/d.csv", "log.csv/inner.csv")
    #expect(names(".") == ["a.csv", "b.csv", "log.csv/inner.csv", "run/deep/c.mpt"])
  }

  @Test("Quoted globs")
  func globs() {
    fill("a1.csv", "a2.csv", "b1.csv", "x/a3.csv", "x/y/a4.csv", "[odd].csv")
    #expect(names("a*.csv") == ["a1.csv", "a2.csv"])
    #expect(names("**/a*.csv") == ["a1.csv", "a2.csv", "x/a3.csv", "x/y/a4.csv"])
    #expect(names("*/a?.csv") == ["x/a3.csv"])
    #expect(names("x*") == ["x/a3.csv", "x/y/a4.csv"], "a folder that matches is read whole")
    #expect(names("[odd].csv") == ["[odd].csv"], "what exists as typed is meant as typed")
    #expect(names("**/nothing*") == [])
    #expect(names("x/**") == ["a3.csv", "y/a4.csv"])
  }

  @Test("Names tell logs of several roots apart, and depend on the arguments alone")
  func rootNames() {
    fill("p/x.csv", "q/x.csv", "q/z.csv", "r/w.csv")
    #expect(names("p/x.csv") == ["x.csv"])
    #expect(names("p/x.csv", "q/x.csv") == ["p/x.csv", "q/x.csv"])
    #expect(names("q/z.csv", "p/x.csv") == ["x.csv", "z.csv"])
    #expect(names("p", "q") == ["p/x.csv", "q/x.csv", "q/z.csv"])
    #expect(names("q/x*.csv", "q/z*.csv") == ["x.csv", "z.csv"])
    #expect(names("r", "r/w.csv") == ["r/w.csv"], "a file named twice is one log")
  }

  @Test("A file that does not exist yet is awaited under its name")
  func awaited() {
    #expect(names("later.csv") == ["later.csv"])
  }

  @Test("Symbolic links lead to no log twice and never in circles")
  func links() {
    fill("real/cell.csv", "other.csv")
    folder.link(folder.file("real/loop"), to: "..")
    folder.link(folder.file("aaa"), to: "real")
    folder.link(folder.file("latest.csv"), to: "other.csv")
    folder.link(folder.file("dangling.csv"), to: "nowhere")
    folder.link(folder.file("self.csv"), to: "self.csv")
    let found = PathExpansion([folder.path]).discover()
    #expect(found.candidates.map(\.name.description) == ["other.csv", "real/cell.csv"])
    #expect(found.obstacles.map(\.path) == [folder.file("self.csv")])
    #expect(found.obstacles.first?.trouble.reason == "symbolic links lead round in a circle")
  }

  @Test("A link from outside the roots is followed")
  func linkOutside() {
    fill("store/cell.csv", "store/sub/d.csv", "watched/a.csv")
    folder.link(folder.file("watched/cell.csv"), to: "../store/cell.csv")
    folder.link(folder.file("watched/sub"), to: "../store/sub")
    #expect(names("watched") == ["a.csv", "cell.csv", "sub/d.csv"])
  }

  @Test("Names with spaces, line feeds, escapes and bytes that are not UTF-8 stay apart and harmless")
  func strangeNames() {
    let strange: [[UInt8]] = [
      Array("a b.csv".utf8), Array("a\nb.csv".utf8), Array("\u{1B}[31m.csv".utf8), [0x61, 0xFF, 0x2E],
      [0x61, 0xFE, 0x2E],
      Array("back\\slash".utf8), Array("Zelle µ.csv".utf8),
    ]
    for name in strange { folder.write([1], to: folder.path.appending(name)) }
    let found = PathExpansion([folder.path]).discover()
    #expect(Set(found.candidates.map { Array($0.path.name) }) == Set(strange))
    let texts = Set(found.candidates.map(\.name.description))
    #expect(
      texts == [
        "a b.csv", "a\\x0Ab.csv", "\\x1B[31m.csv", "a\\xFF.", "a\\xFE.", "back\\\\slash", "Zelle µ.csv",
      ])
  }

  @Test("A pipe in a folder is no log")
  func pipes() {
    fill("a.csv")
    folder.makePipe(folder.file("pipe.csv"))
    #expect(names(".") == ["a.csv"])
  }

  @Test("Beyond its bounds a discovery says so")
  func bounds() {
    fill("a.csv", "b.csv", "c.csv", "x/y/z.csv")
    var expansion = PathExpansion([folder.path])
    expansion.bounds.files = 2
    #expect(expansion.discover().candidates.count == 2)
    #expect(expansion.discover().obstacles.map(\.trouble) == [.tooMany])
    expansion = PathExpansion([folder.path])
    expansion.bounds.depth = 1
    #expect(expansion.discover().candidates.map(\.name.description) == ["a.csv", "b.csv", "c.csv"])
    #expect(expansion.discover().obstacles == [.init(path: folder.file("x/y"), trouble: .tooMany)])
  }

  @Test("A hyphen is standard input, not a file")
  func standardInput() {
    let found = PathExpansion(["-"]).discover()
    #expect(found.includesStandardInput)
    #expect(found.candidates.isEmpty)
  }

  @Test("Network shares are told from local disks by the table of mounts")
  func mounts() {
    let table = MountTable(
      """
      36 35 8:1 / / rw,noatime shared:1 master:2 - ext4 /dev/root rw
      37 36 0:52 / /lab rw - cifs //nas/lab rw
      38 36 0:300 / /home/me\\040too rw,relatime shared:7 - nfs4 nas:/home rw
      39 36 0:60 / /run/user/0 rw - fuse.sshfs me@pc: rw
      40 36 0:61 / /sys/fs/fuse/connections rw - fusectl fusectl rw
      broken line
      """.utf8)
    let device = { (major: UInt64, minor: UInt64) in (minor & 0xFF) | major << 8 | (minor & ~0xFF) << 12 }
    #expect([(0, 52), (0, 300), (0, 60)].allSatisfy { table.isRemote(device($0.0, $0.1)) })
    #expect([(8, 1), (0, 61), (0, 0)].allSatisfy { !table.isRemote(device($0.0, $0.1)) })
  }
}
