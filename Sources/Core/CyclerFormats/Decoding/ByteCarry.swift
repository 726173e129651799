/// The beginning of a header or record whose rest is still to come in a later chunk.
struct ByteCarry: Equatable, Codable, Sendable {
  private(set) var bytes: [UInt8] = []

  /// Takes bytes from `index` on until `need` are held; false if the chunk ends before.
  mutating func gather(_ need: Int, from chunk: borrowing Span<UInt8>, at index: inout Int) -> Bool {
    while bytes.count < need, index < chunk.count {
      bytes.append(chunk[index])
      index += 1
    }
    return bytes.count >= need
  }

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func dropFirst() { if !bytes.isEmpty { bytes.removeFirst() } }
}
