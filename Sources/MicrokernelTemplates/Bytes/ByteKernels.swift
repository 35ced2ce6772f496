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
  @convention(c) (_ count: Int, _ four: UInt32, _ result: UnsafeMutablePointer<Int32>) -> Void

/// One page's kernels of 8-bit integers.
@safe
public struct ByteKernels: @unchecked Sendable {
  /// See ``ByteTileFunction``; the tile is the tallest.
  public let tile: TileKernel<ByteTileFunction>
  /// See ``RequantizeFunction``.
  public let requantize: RequantizeFunction
  /// See ``ByteMaximumFunction``.
  public let maximum: ByteMaximumFunction
  /// See ``ByteProductPeakFunction``; the tile is its chains and a vector's sums.
  public let productPeak: TileKernel<ByteProductPeakFunction>

  /// Lists a page's kernels.
  @inlinable
  public init(
    tile: TileKernel<ByteTileFunction>, requantize: @escaping RequantizeFunction,
    maximum: @escaping ByteMaximumFunction, productPeak: TileKernel<ByteProductPeakFunction>
  ) {
    unsafe self.tile = tile
    unsafe self.requantize = requantize
    unsafe self.maximum = maximum
    unsafe self.productPeak = productPeak
  }
}

/// The limit that products of bytes are held against.
@frozen
public enum ByteLimits<Set: ByteInstructionSet> {
  /// `count` times adds to each of twelve chains four products a lane, in registers alone.
  ///
  /// - Parameters:
  ///   - count: Steps of each chain.
  ///   - four: Four activations, which the compiler does not know; the weights are 3, −1, 2 and 1.
  ///   - result: `[12][a vector's sums]`, overwritten; chain c starts from c.
  @inlinable @inline(__always)
  public static func productPeak(
    _ count: Int, _ four: UInt32, _ result: UnsafeMutablePointer<Int32>
  ) {
    var sums = InlineArray<12, Set.Sums> { Set.Sums(repeating: Int32($0)) }
    let activations = Set.activations(four)
    let weights = Set.weights(Set.Sums(repeating: 0x0102_FF03))
    for _ in 0..<count {
      for c in 0..<12 { sums[c] = Set.addProducts(activations, weights, sums[c]) }
    }
    for c in 0..<12 {
      unsafe UnsafeMutableRawPointer(result).storeBytes(
        of: sums[c], toByteOffset: c * MemoryLayout<Set.Sums>.stride, as: Set.Sums.self)
    }
  }
}
