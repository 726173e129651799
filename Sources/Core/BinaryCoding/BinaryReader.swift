/// Bytes of a ``BinaryWriter`` to the values that were written, in the same order.
///
/// Whatever the bytes are, reading ends with a value or an error; memory is bounded by their number.
package struct BinaryReader {
  private let source: ByteSource

  package init(_ bytes: [UInt8]) { source = ByteSource(bytes) }

  /// The next value.
  package func read<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value { try source.value(type) }

  /// What a function decodes next.
  package func read<Value>(_ decode: (any Decoder) throws -> Value) throws -> Value { try decode(source) }

  /// Whether every byte was read.
  package var isAtEnd: Bool { source.position == source.bytes.count }
}

/// The bytes as they are read.
final class ByteSource: Decoder {
  let bytes: [UInt8]
  private(set) var position = 0
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func container<Key>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedSource(source: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ListSource(self) }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleSource(source: self) }

  // MARK: Plain values

  func byte() throws -> UInt8 {
    guard position < bytes.count else { throw BinaryCodingTrouble.notAsWritten }
    defer { position += 1 }
    return bytes[position]
  }

  func word(_ count: Int = 8) throws -> UInt64 {
    guard bytes.count - position >= count else { throw BinaryCodingTrouble.notAsWritten }
    var word: UInt64 = 0
    for index in 0..<count { word |= UInt64(bytes[position + index]) << (8 * UInt64(index)) }
    position += count
    return word
  }

  func count() throws -> UInt64 {
    var count: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw BinaryCodingTrouble.notAsWritten }
      count |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return count }
      shift += 7
      guard shift <= 63 else { throw BinaryCodingTrouble.notAsWritten }
    }
  }

  /// A number of things, each of which takes up at least so many bytes.
  func length(ofEach size: Int = 1, _ stated: UInt64) throws -> Int {
    guard stated <= UInt64((bytes.count - position) / size) else { throw BinaryCodingTrouble.notAsWritten }
    return Int(stated)
  }

  func signed<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    let folded = try count()
    let number = Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    guard let value = Number(exactly: number) else { throw BinaryCodingTrouble.notAsWritten }
    return value
  }

  func unsigned<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard let value = Number(exactly: try count()) else { throw BinaryCodingTrouble.notAsWritten }
    return value
  }

  func bool() throws -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw BinaryCodingTrouble.notAsWritten
    }
  }

  func text() throws -> String {
    let length = try length(try count())
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  func double() throws -> Double { Double(bitPattern: try word()) }
  func float() throws -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: try word(4))) }

  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if Value.self == [UInt8].self {
      let length = try length(try count())
      defer { position += length }
      return try same(Array(bytes[position..<position + length]))
    } else if Value.self == [UInt64].self {
      let length = try length(ofEach: 8, try count())
      return try same((0..<length).map { _ in try word() })
    } else if Value.self == [Double].self {
      let length = try length(ofEach: 8, try count())
      return try same((0..<length).map { _ in try double() })
    }
    return try Value(from: self)
  }

  private func same<Value, List>(_ list: List) throws -> Value {
    guard let value = list as? Value else { throw BinaryCodingTrouble.notAsWritten }
    return value
  }

  /// The key of the case that follows, without taking it.
  func nextKey() -> String? {
    let place = position
    defer { position = place }
    return try? text()
  }
}

private struct KeyedSource<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let source: ByteSource
  var codingPath: [any CodingKey] { [] }
  /// The key of an enumeration's case, where one stands here.
  var allKeys: [Key] { source.nextKey().flatMap { Key(stringValue: $0) }.map { [$0] } ?? [] }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) throws -> Bool { throw BinaryCodingTrouble.unsupported }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try source.bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try source.text() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try source.double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try source.float() }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try source.signed(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try source.signed(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try source.signed(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try source.signed(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try source.signed(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try source.unsigned(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try source.byte() }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try source.unsigned(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try source.unsigned(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try source.word() }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try source.value(type) }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(source.bool) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(source.text) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try present(source.double) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try present(source.float) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present { try source.signed(type) } }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try present { try source.signed(type) } }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
    try present { try source.signed(type) }
  }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
    try present { try source.signed(type) }
  }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    try present { try source.signed(type) }
  }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
    try present { try source.unsigned(type) }
  }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try present(source.byte) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
    try present { try source.unsigned(type) }
  }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
    try present { try source.unsigned(type) }
  }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try present { try source.word() } }
  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    try present { try source.value(type) }
  }

  private func present<Value>(_ value: () throws -> Value) throws -> Value? { try source.bool() ? try value() : nil }

  func nestedContainer<NestedKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    guard try source.text() == key.stringValue else { throw BinaryCodingTrouble.notAsWritten }
    return KeyedDecodingContainer(KeyedSource<NestedKey>(source: source))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try ListSource(source) }
  func superDecoder() -> any Decoder { source }
  func superDecoder(forKey key: Key) -> any Decoder { source }
}

private struct ListSource: UnkeyedDecodingContainer {
  let source: ByteSource
  let count: Int?
  private(set) var currentIndex = 0
  private let total: Int
  var codingPath: [any CodingKey] { [] }
  var isAtEnd: Bool { currentIndex >= total }

  init(_ source: ByteSource) throws {
    self.source = source
    total = try source.length(try source.word(4))
    count = total
  }

  private mutating func begin() throws {
    guard !isAtEnd else { throw BinaryCodingTrouble.notAsWritten }
    currentIndex += 1
  }

  mutating func decodeNil() throws -> Bool { throw BinaryCodingTrouble.unsupported }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try begin()
    return try source.value(type)
  }

  mutating func nestedContainer<NestedKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try begin()
    return KeyedDecodingContainer(KeyedSource<NestedKey>(source: source))
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try begin()
    return try ListSource(source)
  }

  mutating func superDecoder() throws -> any Decoder {
    try begin()
    return source
  }
}

private struct SingleSource: SingleValueDecodingContainer {
  let source: ByteSource
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { source.takeNothing() }
  func decode(_ type: Bool.Type) throws -> Bool { try some(source.bool) }
  func decode(_ type: String.Type) throws -> String { try some(source.text) }
  func decode(_ type: Double.Type) throws -> Double { try some(source.double) }
  func decode(_ type: Float.Type) throws -> Float { try some(source.float) }
  func decode(_ type: Int.Type) throws -> Int { try some { try source.signed(type) } }
  func decode(_ type: Int8.Type) throws -> Int8 { try some { try source.signed(type) } }
  func decode(_ type: Int16.Type) throws -> Int16 { try some { try source.signed(type) } }
  func decode(_ type: Int32.Type) throws -> Int32 { try some { try source.signed(type) } }
  func decode(_ type: Int64.Type) throws -> Int64 { try some { try source.signed(type) } }
  func decode(_ type: UInt.Type) throws -> UInt { try some { try source.unsigned(type) } }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try some(source.byte) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try some { try source.unsigned(type) } }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try some { try source.unsigned(type) } }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try some { try source.word() } }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try some { try source.value(type) } }

  private func some<Value>(_ value: () throws -> Value) throws -> Value {
    guard try source.byte() == 1 else { throw BinaryCodingTrouble.notAsWritten }
    return try value()
  }
}

extension ByteSource {
  /// Takes the byte that says that there is no value; false, and nothing is taken, if it does not stand here.
  func takeNothing() -> Bool {
    guard position < bytes.count, bytes[position] == 0 else { return false }
    _ = try? byte()
    return true
  }
}
