/// The signature of ``ByteTiles/run(_:_:_:_:_:_:_:_:_:)``.
public typealias ByteTileFunction =
  @convention(c) (
    _ rows: Int, _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<UInt8>>,
    _ right: UnsafePointer<Int8>, _ result: UnsafeMutablePointer<Int32>,
    _ finish: UnsafeRawPointer?, _ across: Int, _ below: Int
  ) -> Void

/// How the sums of whole tiles become bytes; see ``Requantization/requantize(_:_:_:_:_:_:_:_:_:)``.
@frozen @safe
public struct ByteFinish {
  /// One for each column of a row of the result.
  public var scales: UnsafePointer<Float>
  /// As many.
  public var offsets: UnsafePointer<Float>
  /// Where each row of the residual starts, or nil for none.
  public var residuals: UnsafePointer<UnsafePointer<UInt8>>?
  /// A factor for it.
  public var residualScale: Float
  /// Where each row of the result starts.
  public var results: UnsafePointer<UnsafeMutablePointer<UInt8>>
  /// The first tile's first column within rows, scales and offsets.
  public var column: Int

  /// Describes what follows.
  @inlinable
  public init(
    scales: UnsafePointer<Float>, offsets: UnsafePointer<Float>,
    residuals: UnsafePointer<UnsafePointer<UInt8>>?, residualScale: Float,
    results: UnsafePointer<UnsafeMutablePointer<UInt8>>, column: Int
  ) {
    unsafe self.scales = scales
    unsafe self.offsets = offsets
    unsafe self.residuals = residuals
    self.residualScale = residualScale
    unsafe self.results = results
    self.column = column
  }
}

/// The signature of ``Requantization/requantize(_:_:_:_:_:_:_:_:_:)``.
public typealias RequantizeFunction =
  @convention(c) (
    _ rows: Int, _ width: Int, _ sums: UnsafePointer<Int32>, _ scales: UnsafePointer<Float>,
    _ offsets: UnsafePointer<Float>, _ residuals: UnsafePointer<UnsafePointer<UInt8>>?,
    _ residualScale: Float, _ result: UnsafePointer<UnsafeMutablePointer<UInt8>>, _ column: Int
  ) -> Void

/// The signature of ``BytePooling/maximum(_:_:_:_:)``.
public typealias ByteMaximumFunction =
  @convention(c) (
    _ count: Int, _ taps: Int, _ sources: UnsafePointer<UnsafePointer<UInt8>>,
    _ target: UnsafeMutablePointer<UInt8>
  ) -> Void

/// The signature of ``ByteLimits/productPeak(_:_:_:)``.
public typealias ByteProductPeakFunction =
  @convention(c) (
    _ count: Int, _ activations: UnsafePointer<UInt32>, _ result: UnsafeMutablePointer<Int32>
  ) -> Void

/// One page's kernels of 8-bit integers.
@safe
public struct ByteKernels: @unchecked Sendable {
  /// See ``ByteTileFunction``; the tile is the tallest.
  public let tile: TileKernel<ByteTileFunction>
  /// What makes operands of a tile; nil if it multiplies bytes as they are.
  public let widening: WideningKernels?
  /// See ``RequantizeFunction``.
  public let requantize: RequantizeFunction
  /// See ``ByteMaximumFunction``.
  public let maximum: ByteMaximumFunction
  /// See ``ByteProductPeakFunction``; the tile is its chains and a vector's sums.
  public let productPeak: TileKernel<ByteProductPeakFunction>

  /// Consecutive k that lie side by side for each column of packed weights: as many as four bytes hold once
  /// they are what the tile multiplies.
  public var depthGroup: Int { widening == nil ? 4 : 2 }

  /// Activations that ``productPeak`` goes through: six a step, for eight steps.
  public var peakPeriod: Int { 48 }

  /// Lists a page's kernels.
  @inlinable
  public init(
    tile: TileKernel<ByteTileFunction>, widening: WideningKernels? = nil,
    requantize: @escaping RequantizeFunction, maximum: @escaping ByteMaximumFunction,
    productPeak: TileKernel<ByteProductPeakFunction>
  ) {
    unsafe self.tile = tile
    self.widening = widening
    unsafe self.requantize = requantize
    unsafe self.maximum = maximum
    unsafe self.productPeak = productPeak
  }
}

/// The limit that products of bytes are held against.
@frozen
public enum ByteLimits<Set: ByteInstructionSet> {
  /// `count` times adds to each of twelve chains four products a lane, or two of words.
  ///
  /// Chain c multiplies activations number c / 2 of a step, by the bytes −1, −1, 3 and 0 if c is even, else
  /// by 1, 0, 2 and 0; or by the words −1 and 3, and 1 and 2.
  ///
  /// - Parameters:
  ///   - count: Steps of each chain.
  ///   - activations: ``ByteKernels/peakPeriod`` of them, six a step and over again: products of what never
  ///     changes would be computed once.
  ///   - result: `[12][a vector's sums]`, overwritten; chain c starts from c.
  @inlinable @inline(__always)
  public static func productPeak(
    _ count: Int, _ activations: UnsafePointer<UInt32>, _ result: UnsafeMutablePointer<Int32>
  ) {
    var sums = InlineArray<12, Set.Sums> { Set.Sums(repeating: Int32($0)) }
    let (even, odd) = (Set.Sums(repeating: 0x0003_FFFF), Set.Sums(repeating: 0x0002_0001))
    for step in 0..<count {
      let first = unsafe activations + (step & 7) &* 6
      for pair in 0..<6 {
        let four = unsafe Set.Sums(repeating: Int32(bitPattern: first[pair]))
        sums[2 &* pair] = Set.addProducts(four, even, sums[2 &* pair])
        sums[2 &* pair &+ 1] = Set.addProducts(four, odd, sums[2 &* pair &+ 1])
      }
    }
    for c in 0..<12 {
      unsafe UnsafeMutableRawPointer(result).storeBytes(
        of: sums[c], toByteOffset: c * MemoryLayout<Set.Sums>.stride, as: Set.Sums.self)
    }
  }
}
