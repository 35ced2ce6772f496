/// Decodes the symbols of a block where neither the input nor the room for the output is about to end,
/// so that nothing has to be checked but codes and distances.
enum SymbolLoop {
  enum Outcome {
    /// The input or the output has come near its end.
    case paused
    case endOfBlock
    case failed(InflateError)
  }

  /// How many bytes of the piece must be left: three times the buffer is filled up with eight bytes
  /// read at once, and seven of them used.
  static let inputReserve = 32

  private typealias Entry = DecodingTable.Entry

  /// Goes on until the output has reached `limit` or the input comes near its piece's end.
  ///
  /// 56 bits are ready after each refill. A symbol of the first lookup has up to 11, a length up to
  /// 20 and a distance up to 28 bits.
  static func run(
    _ bytes: UnsafeRawBufferPointer, _ reader: inout BitReader, _ codes: borrowing BlockCodes,
    _ memory: UnsafeMutablePointer<UInt8>, _ end: inout Int, limit: Int
  ) -> Outcome {
    guard let base = bytes.baseAddress else { return .paused }
    let literals = unsafe codes.literals.entries
    let distances = unsafe codes.distances.entries
    let literalMask: UInt64 = 1 << UInt64(BlockCodes.literalBits) - 1
    let distanceMask: UInt64 = 1 << UInt64(BlockCodes.distanceBits) - 1
    let lastStart = unsafe base + (reader.pieceEnd - inputReserve)
    let outputEnd = unsafe UnsafeMutableRawPointer(memory + limit)
    var source = unsafe base + reader.position
    var target = unsafe UnsafeMutableRawPointer(memory + end)
    var buffer = reader.buffer
    var bitCount = reader.bitCount
    var outcome = Outcome.paused

    @inline(__always) func refill() {
      let word = unsafe source.loadUnaligned(as: UInt64.self)
      // Bits that are there already are there again in the word: the same ones.
      buffer |= UInt64(littleEndian: word) &<< bitCount
      unsafe source += Int(truncatingIfNeeded: (~bitCount &>> 3) & 7)
      bitCount |= 56
    }
    @inline(__always) func consume(_ entry: Entry) {
      buffer &>>= entry.consumed
      bitCount &-= entry.consumed
    }
    @inline(__always) func nextSymbol() -> Entry {
      unsafe literals[Int(truncatingIfNeeded: buffer & literalMask)]
    }
    @inline(__always) func appendLiterals(_ entry: Entry) {
      unsafe target.storeBytes(
        of: UInt16(truncatingIfNeeded: entry.value).littleEndian, as: UInt16.self)
      unsafe target += Int(truncatingIfNeeded: entry.count)
      consume(entry)
    }

    while unsafe source <= lastStart && target < outputEnd {
      refill()
      var symbol = nextSymbol()
      if symbol.isLiteral {
        appendLiterals(symbol)
        symbol = nextSymbol()
        if symbol.isLiteral {
          appendLiterals(symbol)
          symbol = nextSymbol()
          if symbol.isLiteral {
            appendLiterals(symbol)
            symbol = nextSymbol()
            if symbol.isLiteral {
              appendLiterals(symbol)
              continue
            }
          }
        }
        refill()
      }
      if !symbol.isRange {
        if symbol.isLink {
          let index = symbol.count
          consume(symbol)
          symbol = unsafe literals[
            symbol.value &+ Int(truncatingIfNeeded: buffer & ((1 &<< index) &- 1))]
          if symbol.isLiteral {
            appendLiterals(symbol)
            continue
          }
        }
        if !symbol.isRange {
          consume(symbol)
          outcome = symbol.isEndOfBlock ? .endOfBlock : .failed(.invalidCode)
          break
        }
      }
      let length = symbol.number(in: buffer)
      consume(symbol)

      var range = unsafe distances[Int(truncatingIfNeeded: buffer & distanceMask)]
      if !range.isRange {
        let index = range.count
        consume(range)
        if range.isLink {
          range = unsafe distances[
            range.value &+ Int(truncatingIfNeeded: buffer & ((1 &<< index) &- 1))]
        }
        if !range.isRange {
          outcome = .failed(.invalidCode)
          break
        }
      }
      let distance = range.number(in: buffer)
      consume(range)
      guard unsafe distance <= target - UnsafeMutableRawPointer(memory) else {
        outcome = .failed(.invalidDistance)
        break
      }
      unsafe repeatBytes(length, distance, at: target)
      unsafe target += length
    }

    reader.buffer = buffer
    reader.bitCount = bitCount & 63
    reader.position = unsafe source - base
    end = unsafe target - UnsafeMutableRawPointer(memory)
    return outcome
  }

  /// Writes `length` bytes, each a copy of the one `distance` before it, and up to 31 more.
  @inline(__always)
  private static func repeatBytes(_ length: Int, _ distance: Int, at start: UnsafeMutableRawPointer)
  {
    let end = unsafe start + length
    var target = unsafe start
    if distance >= 16 {
      var source = unsafe UnsafeRawPointer(start - distance)
      repeat {
        let vector = unsafe source.loadUnaligned(as: SIMD16<UInt8>.self)
        unsafe target.storeBytes(of: vector, as: SIMD16<UInt8>.self)
        unsafe source += 16
        unsafe target += 16
      } while unsafe target < end
    } else if distance >= 8 {
      var source = unsafe UnsafeRawPointer(start - distance)
      repeat {
        let word = unsafe source.loadUnaligned(as: UInt64.self)
        unsafe target.storeBytes(of: word, as: UInt64.self)
        unsafe source += 8
        unsafe target += 8
      } while unsafe target < end
    } else {
      // A word of as many whole repetitions as fit, from one of them and a multiplication.
      let once = unsafe UInt64(
        littleEndian: UnsafeRawPointer(start - distance).loadUnaligned(as: UInt64.self))
      let (factor, step) = repetition(of: distance)
      let bits = UInt64(truncatingIfNeeded: distance &* 8)
      let word = ((once & ((1 &<< bits) &- 1)) &* factor).littleEndian
      repeat {
        unsafe target.storeBytes(of: word, as: UInt64.self)
        unsafe target += step
      } while unsafe target < end
    }
  }

  /// What repeats a number of `distance` bytes through eight of them, and how many of these bytes are
  /// whole repetitions.
  @inline(__always)
  private static func repetition(of distance: Int) -> (factor: UInt64, step: Int) {
    switch distance {
    case 1: (0x0101_0101_0101_0101, 8)
    case 2: (0x0001_0001_0001_0001, 8)
    case 3: (0x0001_0000_0100_0001, 6)
    case 4: (0x0000_0001_0000_0001, 8)
    case 5: (0x0000_0100_0000_0001, 5)
    case 6: (0x0001_0000_0000_0001, 6)
    default: (0x0100_0000_0000_0001, 7)
    }
  }
}
