/// The products of ``FourOutputs`` for four squares, with weights as they are.
///
/// Weights of a layer with many channels come from memory at every call. The nine that are read become the
/// numbers at a row of points in registers, and meet all squares there: no more than these nine are ever moved.
@frozen
public enum FewSquares<Set: InstructionSet> {
  /// The products at one row of the six points that four outputs have: see
  /// ``products(_:_:_:_:_:_:_:_:_:)``.
  @inlinable @inline(__always)
  public static func run(
    _ row: Int, _ depth: Int, _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>,
    _ input: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ accumulates: Bool,
    _ room: UnsafeMutablePointer<Float>, _ addsApart: Bool
  ) {
    // A loop for each row, so that nothing is computed for the others.
    switch row {
    case 0: unsafe products(0, depth, weights, ahead, input, sums, accumulates, room, addsApart)
    case 1: unsafe products(1, depth, weights, ahead, input, sums, accumulates, room, addsApart)
    case 2: unsafe products(2, depth, weights, ahead, input, sums, accumulates, room, addsApart)
    case 3: unsafe products(3, depth, weights, ahead, input, sums, accumulates, room, addsApart)
    case 4: unsafe products(4, depth, weights, ahead, input, sums, accumulates, room, addsApart)
    default: unsafe products(5, depth, weights, ahead, input, sums, accumulates, room, addsApart)
    }
  }

  /// Adds the products of some k at one row of points, for sixteen columns.
  ///
  ///     sums[x, s, c] += Σₖ input[k, x, s] · (G · weights[k, …, c] · Gᵀ)[row, x]        (k ascending)
  ///
  /// - Parameters:
  ///   - row: The row of points.
  ///   - depth: How many k.
  ///   - weights: `[depth][3 × 3][16]`.
  ///   - ahead: What to ask for meanwhile, 24 floats for every k.
  ///   - input: `[depth][points][squares]`.
  ///   - sums: `[points][squares][16]`.
  ///   - accumulates: Whether there are sums of former k (else they start from zero).
  ///   - room: `[depth][points][16]`, which sets of few registers need.
  ///   - addsApart: Whether the processor has units that do nothing but add; the bits are the same.
  @inlinable @inline(__always)
  static func products(
    _ row: Int, _ depth: Int, _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>,
    _ input: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ accumulates: Bool,
    _ room: UnsafeMutablePointer<Float>, _ addsApart: Bool
  ) {
    if takesFour {
      if addsApart {
        unsafe quadProducts(row, depth, weights, ahead, input, sums, accumulates, true)
      } else {
        unsafe quadProducts(row, depth, weights, ahead, input, sums, accumulates, false)
      }
      return
    }
    unsafe transform(row, depth, weights, ahead, into: room)
    for point in 0..<FourOutputs.points {
      var column = 0
      while column < laneCount {
        unsafe tileProducts(
          depth, room + point &* laneCount + column, input + point &* 4,
          sums + point &* 4 &* laneCount + column, accumulates)
        column &+= 2 &* Set.Vector.scalarCount
      }
    }
  }

  /// Whether the sums of all points of four squares fit the registers.
  ///
  /// If not, those of one point do, and weights are transformed before.
  @inlinable @inline(__always)
  static var takesFour: Bool { Set.Vector.scalarCount == laneCount }

  /// The products of all points of four squares, with weights transformed in registers.
  @inlinable @inline(__always)
  static func quadProducts(
    _ row: Int, _ depth: Int, _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>,
    _ input: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ accumulates: Bool,
    _ addsApart: Bool
  ) {
    let places = unsafe sums
    var sums = InlineArray<6, InlineArray<4, Lanes>>(
      repeating: InlineArray<4, Lanes>(repeating: .zero))
    if accumulates {
      for x in 0..<FourOutputs.points {
        for s in 0..<4 {
          unsafe sums[x][s] = UnsafePointer(places).lanes((x &* 4 &+ s) &* laneCount, laneCount)
        }
      }
    }
    var (weights, ahead, input) = unsafe (weights, ahead, input)
    for _ in 0..<depth {
      unsafe Prefetch.read(ahead)
      unsafe Prefetch.read(ahead + laneCount)
      let half = unsafe Self.half(row, weights, addsApart)
      transform(half[0], half[1], half[2], addsApart) { x, lanes in
        for s in 0..<4 {
          sums[x][s] = unsafe Set.lanesMultiplyAdd(
            Lanes(repeating: input[x &* 4 &+ s]), lanes, sums[x][s])
        }
      }
      unsafe weights += 9 &* laneCount
      unsafe ahead += 24
      unsafe input += FourOutputs.points &* 4
    }
    for x in 0..<FourOutputs.points {
      for s in 0..<4 { unsafe places.store(sums[x][s], (x &* 4 &+ s) &* laneCount, laneCount) }
    }
  }

  /// Writes a row of G · weights · Gᵀ down: `[depth][points][16]`.
  @inlinable @inline(__always)
  static func transform(
    _ row: Int, _ depth: Int, _ weights: UnsafePointer<Float>, _ ahead: UnsafePointer<Float>,
    into room: UnsafeMutablePointer<Float>
  ) {
    var (source, target, ahead) = unsafe (
      UnsafeRawPointer(weights), UnsafeMutableRawPointer(room), ahead
    )
    for _ in 0..<depth {
      unsafe Prefetch.read(ahead)
      unsafe Prefetch.read(ahead + laneCount)
      for v in 0..<laneCount / Set.Vector.scalarCount {
        let place = v &* MemoryLayout<Set.Vector>.stride
        var half = InlineArray<3, Set.Vector>(repeating: .zero)
        for column in 0..<3 {
          let tap = { (tap: Int) in
            unsafe source.loadUnaligned(
              fromByteOffset: (tap &* 3 &+ column) &* lineSize &+ place, as: Set.Vector.self)
          }
          FourOutputs.Weight.apply(tap(0), tap(1), tap(2)) { y, lanes in
            if y == row { half[column] = lanes }
          }
        }
        FourOutputs.Weight.apply(half[0], half[1], half[2]) { x, lanes in
          unsafe target.storeBytes(
            of: lanes, toByteOffset: x &* lineSize &+ place, as: Set.Vector.self)
        }
      }
      unsafe source += 9 &* lineSize
      unsafe target += FourOutputs.points &* lineSize
      unsafe ahead += 24
    }
  }

  /// Bytes of sixteen floats.
  @inlinable @inline(__always)
  static var lineSize: Int { 4 &* laneCount }

  /// The products of one point of four squares for two vectors of columns.
  @inlinable @inline(__always)
  static func tileProducts(
    _ depth: Int, _ weights: UnsafePointer<Float>, _ input: UnsafePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>, _ accumulates: Bool
  ) {
    var tile = MatrixTile<Set, 4, 2>()
    if accumulates {
      for s in 0..<4 { unsafe tile.load(row: s, from: sums + s &* laneCount) }
    }
    var (weights, input) = unsafe (weights, input)
    for _ in 0..<depth {
      unsafe tile.add(weights) { unsafe input[$0] }
      unsafe weights += FourOutputs.points &* laneCount
      unsafe input += FourOutputs.points &* 4
    }
    for s in 0..<4 { unsafe tile.store(row: s, to: sums + s &* laneCount) }
  }

  /// A row of G · weights.
  @inlinable @inline(__always)
  static func half(
    _ row: Int, _ weights: UnsafePointer<Float>, _ addsApart: Bool
  ) -> InlineArray<3, Lanes> {
    var half = InlineArray<3, Lanes>(repeating: .zero)
    for column in 0..<3 {
      let tap = { (tap: Int) in
        unsafe weights.lanes((tap &* 3 &+ column) &* laneCount, laneCount)
      }
      transform(tap(0), tap(1), tap(2), addsApart) { y, lanes in
        if y == row { half[column] = lanes }
      }
    }
    return half
  }

  /// G · x in the form that suits the processor's units.
  @inlinable @inline(__always)
  static func transform(
    _ x0: Lanes, _ x1: Lanes, _ x2: Lanes, _ addsApart: Bool, _ y: (Int, Lanes) -> Void
  ) {
    if addsApart {
      FourOutputs.Weight.apply(x0, x1, x2, y)
    } else {
      FourOutputs.Weight.applyFused(Set.self, x0, x1, x2, y)
    }
  }
}
