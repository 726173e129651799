/// Codable values to bytes: compact, without the names of fields, for whoever reads them with the very same types.
///
/// Numbers keep every bit, NaN too. What was written by another version of the types is not recognised here: whoever
/// keeps the bytes must know which program wrote them.
package struct BinaryWriter {
  private let sink = ByteSink()

  package init() {}

  /// Adds a value behind those before it.
  package func write<Value: Encodable>(_ value: Value) throws { try sink.put(value) }

  /// Adds what a function encodes behind the values before it.
  package func write(_ encode: (any Encoder) throws -> Void) throws { try encode(sink) }

  /// All that was written.
  package var bytes: [UInt8] { sink.bytes }
}

/// Why bytes cannot be read as the value that is expected.
package enum BinaryCodingTrouble: Error, Equatable {
  /// The bytes end too early, or a count, a key or a value is none that was written for this type.
  case notAsWritten
  /// The type encodes itself in a way that is not supported.
  case unsupported
}

/// The bytes as they are written.
final class ByteSink: Encoder {
  var bytes: [UInt8] = []
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedSink(sink: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { ListSink(sink: self) }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleSink(sink: self) }

  func put(byte: UInt8) { bytes.append(byte) }

  func put(word: UInt64, count: Int = 8) {
    var rest = word
    for _ in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Seven bits a byte, the lowest first; small numbers are the most.
  func put(count: UInt64) {
    var rest = count
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The sign goes into the lowest bit, so that small negative numbers are short as well.
  func put(number: Int64) { put(count: UInt64(bitPattern: number << 1 ^ number >> 63)) }

  func put(_ text: String) {
    put(count: UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  func put<Value: Encodable>(_ value: Value) throws {
    // Long lists of plain numbers, of which each would be a container of its own.
    if Value.self == [UInt8].self, let list = value as? [UInt8] {
      put(count: UInt64(list.count))
      bytes.append(contentsOf: list)
    } else if Value.self == [UInt64].self, let list = value as? [UInt64] {
      put(count: UInt64(list.count))
      for one in list { put(word: one) }
    } else if Value.self == [Double].self, let list = value as? [Double] {
      put(count: UInt64(list.count))
      for one in list { put(word: one.bitPattern) }
    } else {
      try value.encode(to: self)
    }
  }
}

/// Fields in their order; only where a type chooses among keys (an enumeration's cases) is the key written.
private struct KeyedSink<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let sink: ByteSink
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws { throw BinaryCodingTrouble.unsupported }
  func encode(_ value: Bool, forKey key: Key) { sink.put(byte: value ? 1 : 0) }
  func encode(_ value: String, forKey key: Key) { sink.put(value) }
  func encode(_ value: Double, forKey key: Key) { sink.put(word: value.bitPattern) }
  func encode(_ value: Float, forKey key: Key) { sink.put(word: UInt64(value.bitPattern), count: 4) }
  func encode(_ value: Int, forKey key: Key) { sink.put(number: Int64(value)) }
  func encode(_ value: Int8, forKey key: Key) { sink.put(number: Int64(value)) }
  func encode(_ value: Int16, forKey key: Key) { sink.put(number: Int64(value)) }
  func encode(_ value: Int32, forKey key: Key) { sink.put(number: Int64(value)) }
  func encode(_ value: Int64, forKey key: Key) { sink.put(number: value) }
  func encode(_ value: UInt, forKey key: Key) { sink.put(count: UInt64(value)) }
  func encode(_ value: UInt8, forKey key: Key) { sink.put(byte: value) }
  func encode(_ value: UInt16, forKey key: Key) { sink.put(count: UInt64(value)) }
  func encode(_ value: UInt32, forKey key: Key) { sink.put(count: UInt64(value)) }
  func encode(_ value: UInt64, forKey key: Key) { sink.put(word: value) }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try sink.put(value) }

  func encodeIfPresent(_ value: Bool?, forKey key: Key) { present(value) { sink.put(byte: $0 ? 1 : 0) } }
  func encodeIfPresent(_ value: String?, forKey key: Key) { present(value) { sink.put($0) } }
  func encodeIfPresent(_ value: Double?, forKey key: Key) { present(value) { sink.put(word: $0.bitPattern) } }
  func encodeIfPresent(_ value: Float?, forKey key: Key) {
    present(value) { sink.put(word: UInt64($0.bitPattern), count: 4) }
  }
  func encodeIfPresent(_ value: Int?, forKey key: Key) { present(value) { sink.put(number: Int64($0)) } }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) { present(value) { sink.put(number: Int64($0)) } }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) { present(value) { sink.put(number: Int64($0)) } }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) { present(value) { sink.put(number: Int64($0)) } }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) { present(value) { sink.put(number: $0) } }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) { present(value) { sink.put(count: UInt64($0)) } }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) { present(value) { sink.put(byte: $0) } }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) { present(value) { sink.put(count: UInt64($0)) } }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) { present(value) { sink.put(count: UInt64($0)) } }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) { present(value) { sink.put(word: $0) } }
  func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try present(value) { try sink.put($0) } }

  private func present<Value>(_ value: Value?, _ put: (Value) throws -> Void) rethrows {
    sink.put(byte: value == nil ? 0 : 1)
    if let value { try put(value) }
  }

  func nestedContainer<NestedKey>(
    keyedBy keyType: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    sink.put(key.stringValue)
    return KeyedEncodingContainer(KeyedSink<NestedKey>(sink: sink))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { ListSink(sink: sink) }
  func superEncoder() -> any Encoder { sink }
  func superEncoder(forKey key: Key) -> any Encoder { sink }
}

/// A list behind the number of its elements, which is known when the last one was written.
private struct ListSink: UnkeyedEncodingContainer {
  let sink: ByteSink
  private let place: Int
  private(set) var count = 0
  var codingPath: [any CodingKey] { [] }

  static let countSize = 4

  init(sink: ByteSink) {
    self.sink = sink
    place = sink.bytes.count
    sink.put(word: 0, count: Self.countSize)
  }

  private mutating func begin() {
    count += 1
    var rest = UInt32(truncatingIfNeeded: count)
    for index in place..<place + Self.countSize {
      sink.bytes[index] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
  }

  mutating func encodeNil() throws { throw BinaryCodingTrouble.unsupported }

  mutating func encode<T: Encodable>(_ value: T) throws {
    begin()
    try sink.put(value)
  }

  mutating func nestedContainer<NestedKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
    begin()
    return KeyedEncodingContainer(KeyedSink<NestedKey>(sink: sink))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    begin()
    return ListSink(sink: sink)
  }

  mutating func superEncoder() -> any Encoder {
    begin()
    return sink
  }
}

/// One value, behind a byte that says whether there is one: an optional value is nothing else.
private struct SingleSink: SingleValueEncodingContainer {
  let sink: ByteSink
  var codingPath: [any CodingKey] { [] }

  static let nothing: UInt8 = 0
  static let something: UInt8 = 1

  func encodeNil() { sink.put(byte: Self.nothing) }
  func encode(_ value: Bool) { some { $0.put(byte: value ? 1 : 0) } }
  func encode(_ value: String) { some { $0.put(value) } }
  func encode(_ value: Double) { some { $0.put(word: value.bitPattern) } }
  func encode(_ value: Float) { some { $0.put(word: UInt64(value.bitPattern), count: 4) } }
  func encode(_ value: Int) { some { $0.put(number: Int64(value)) } }
  func encode(_ value: Int8) { some { $0.put(number: Int64(value)) } }
  func encode(_ value: Int16) { some { $0.put(number: Int64(value)) } }
  func encode(_ value: Int32) { some { $0.put(number: Int64(value)) } }
  func encode(_ value: Int64) { some { $0.put(number: value) } }
  func encode(_ value: UInt) { some { $0.put(count: UInt64(value)) } }
  func encode(_ value: UInt8) { some { $0.put(byte: value) } }
  func encode(_ value: UInt16) { some { $0.put(count: UInt64(value)) } }
  func encode(_ value: UInt32) { some { $0.put(count: UInt64(value)) } }
  func encode(_ value: UInt64) { some { $0.put(word: value) } }
  func encode<T: Encodable>(_ value: T) throws { try some { try $0.put(value) } }

  private func some(_ put: (ByteSink) throws -> Void) rethrows {
    sink.put(byte: Self.something)
    try put(sink)
  }
}
