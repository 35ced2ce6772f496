import MicrokernelTemplates

#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// What every processor has: SSE2 on x86-64, which cannot fuse; NEON on arm64, which can.
private enum Portable: InstructionSet {
  typealias Vector = SIMD4<Float>

  @inline(__always)
  static func multiplyAdd(_ a: Vector, _ b: Vector, _ sum: Vector) -> Vector {
    #if arch(x86_64)
      sum + a * b
    #else
      sum.addingProduct(a, b)
    #endif
  }

  @inline(__always)
  static func atLeast(_ least: Vector, _ a: Vector) -> Vector {
    #if arch(x86_64)
      _mm_max_ps(least, a)
    #else
      a.replacing(with: least, where: a .< least)
    #endif
  }

  @inline(__always)
  static func lanesMultiplyAdd(_ a: Lanes, _ b: Lanes, _ sum: Lanes) -> Lanes {
    #if arch(x86_64)
      sum + a * b
    #else
      sum.addingProduct(a, b)
    #endif
  }

  @inline(__always)
  static func lanes(_ integers: SIMD16<Int32>) -> Lanes {
    #if arch(x86_64)
      typealias Bits = SIMD2<Int64>
      let parts = unsafe unsafeBitCast(integers, to: (Bits, Bits, Bits, Bits).self)
      return unsafe unsafeBitCast(
        (
          _mm_cvtepi32_ps(parts.0), _mm_cvtepi32_ps(parts.1), _mm_cvtepi32_ps(parts.2),
          _mm_cvtepi32_ps(parts.3)
        ), to: Lanes.self)
    #else
      return Lanes(integers)
    #endif
  }

  @inline(__always)
  static func lanesSquareRoot(_ x: Lanes) -> Lanes {
    #if arch(x86_64)
      return inQuarters(x, x) { part, _ in _mm_sqrt_ps(part) }
    #else
      return x.squareRoot()
    #endif
  }

  #if arch(x86_64)
    @inline(__always)
    private static func inQuarters(
      _ a: Lanes, _ b: Lanes, _ body: (Vector, Vector) -> Vector
    ) -> Lanes {
      typealias Quarters = (Vector, Vector, Vector, Vector)
      let a = unsafe unsafeBitCast(a, to: Quarters.self)
      let b = unsafe unsafeBitCast(b, to: Quarters.self)
      return unsafe unsafeBitCast(
        (body(a.0, b.0), body(a.1, b.1), body(a.2, b.2), body(a.3, b.3)), to: Lanes.self)
    }

    @inline(__always)
    static func lesser(_ a: Lanes, _ b: Lanes) -> Lanes { inQuarters(b, a, _mm_min_ps) }

    @inline(__always)
    static func greater(_ a: Lanes, _ b: Lanes) -> Lanes { inQuarters(b, a, _mm_max_ps) }

    @inline(__always)
    static func chosen(_ a: Lanes, _ b: Lanes, where mask: LaneMask) -> Lanes {
      let mask = unsafe unsafeBitCast(mask, to: Lanes.self)
      return inQuarters(
        inQuarters(mask, a, _mm_andnot_ps), inQuarters(mask, b, _mm_and_ps), _mm_or_ps)
    }
  #endif

  #if arch(x86_64)
    static var registerCount: Int { @inline(__always) get { 16 } }
  #else
    static var registerCount: Int { @inline(__always) get { 32 } }
  #endif

  @inline(__always)
  static func transposedQuads(
    _ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>
  ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
    (
      SIMD8(a[0], b[0], c[0], d[0], a[4], b[4], c[4], d[4]),
      SIMD8(a[1], b[1], c[1], d[1], a[5], b[5], c[5], d[5]),
      SIMD8(a[2], b[2], c[2], d[2], a[6], b[6], c[6], d[6]),
      SIMD8(a[3], b[3], c[3], d[3], a[7], b[7], c[7], d[7])
    )
  }
}

private typealias Two = Winograd<Portable, TwoOutputs>
private typealias Three = Winograd<Portable, ThreeOutputs>
private typealias Four = Winograd<Portable, FourOutputs>
private typealias Six = Winograd<Portable, SixOutputs>
private typealias StridedFour = Winograd<Portable, Strided<FourOutputsOfTwoTaps>>
private typealias StridedSeven = Winograd<Portable, Strided<SevenOutputsOfTwoTaps>>

/// This page's kernels.
public let microkernels = unsafe MicrokernelTable(
  columnTile: TileKernel(rows: 4, columns: 8) {
    unsafe MatrixTile<Portable, 4, 2>.alongColumns(
      depth: $0, left: $1, leftStride: $2, right: $3, rightStride: $4, result: $5,
      resultStride: $6, accumulates: $7)
  },
  winogradTwo: WinogradKernels(
    outputs: 2,
    inputRows: { unsafe Two.inputRows($0, $1, $2, $3) },
    inputColumns: { unsafe Two.inputColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    outputColumns: { unsafe Two.outputColumns($0, $1, $2, $3, $4, $5, $6) },
    outputRows: { unsafe Two.outputRows($0, $1, $2, $3, $4, $5, $6, $7) },
    gradientRows: { unsafe Two.gradientRows($0, $1, $2, $3) },
    gradientColumns: { unsafe Two.gradientColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    weights: { unsafe Two.weights($0, $1, $2, $3, $4) },
    weightGradient: { unsafe Two.weightGradient($0, $1, $2, $3, $4) }
  ),
  winogradThree: WinogradKernels(
    outputs: 3,
    inputRows: { unsafe Three.inputRows($0, $1, $2, $3) },
    inputColumns: { unsafe Three.inputColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    outputColumns: { unsafe Three.outputColumns($0, $1, $2, $3, $4, $5, $6) },
    outputRows: { unsafe Three.outputRows($0, $1, $2, $3, $4, $5, $6, $7) },
    gradientRows: { unsafe Three.gradientRows($0, $1, $2, $3) },
    gradientColumns: { unsafe Three.gradientColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    weights: { unsafe Three.weights($0, $1, $2, $3, $4) },
    weightGradient: { unsafe Three.weightGradient($0, $1, $2, $3, $4) }
  ),
  winogradFour: WinogradKernels(
    outputs: 4,
    inputRows: { unsafe Four.inputRows($0, $1, $2, $3) },
    inputColumns: { unsafe Four.inputColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    outputColumns: { unsafe Four.outputColumns($0, $1, $2, $3, $4, $5, $6) },
    outputRows: { unsafe Four.outputRows($0, $1, $2, $3, $4, $5, $6, $7) },
    gradientRows: { unsafe Four.gradientRows($0, $1, $2, $3) },
    gradientColumns: { unsafe Four.gradientColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    weights: { unsafe Four.weights($0, $1, $2, $3, $4) },
    weightGradient: { unsafe Four.weightGradient($0, $1, $2, $3, $4) }
  ),
  winogradSix: WinogradKernels(
    outputs: 6,
    inputRows: { unsafe Six.inputRows($0, $1, $2, $3) },
    inputColumns: { unsafe Six.inputColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    outputColumns: { unsafe Six.outputColumns($0, $1, $2, $3, $4, $5, $6) },
    outputRows: { unsafe Six.outputRows($0, $1, $2, $3, $4, $5, $6, $7) },
    gradientRows: { unsafe Six.gradientRows($0, $1, $2, $3) },
    gradientColumns: { unsafe Six.gradientColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    weights: { unsafe Six.weights($0, $1, $2, $3, $4) },
    weightGradient: { unsafe Six.weightGradient($0, $1, $2, $3, $4) }
  ),
  winogradStridedFour: WinogradKernels(
    outputs: 4, stride: 2,
    inputRows: { unsafe StridedFour.inputRows($0, $1, $2, $3) },
    inputColumns: { unsafe StridedFour.inputColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    outputColumns: { unsafe StridedFour.outputColumns($0, $1, $2, $3, $4, $5, $6) },
    outputRows: { unsafe StridedFour.outputRows($0, $1, $2, $3, $4, $5, $6, $7) },
    gradientRows: { unsafe StridedFour.gradientRows($0, $1, $2, $3) },
    gradientColumns: { unsafe StridedFour.gradientColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    weights: { unsafe StridedFour.weights($0, $1, $2, $3, $4) },
    weightGradient: { unsafe StridedFour.weightGradient($0, $1, $2, $3, $4) }
  ),
  winogradStridedSeven: WinogradKernels(
    outputs: 7, stride: 2,
    inputRows: { unsafe StridedSeven.inputRows($0, $1, $2, $3) },
    inputColumns: { unsafe StridedSeven.inputColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    outputColumns: { unsafe StridedSeven.outputColumns($0, $1, $2, $3, $4, $5, $6) },
    outputRows: { unsafe StridedSeven.outputRows($0, $1, $2, $3, $4, $5, $6, $7) },
    gradientRows: { unsafe StridedSeven.gradientRows($0, $1, $2, $3) },
    gradientColumns: { unsafe StridedSeven.gradientColumns($0, $1, $2, $3, $4, $5, $6, $7) },
    weights: { unsafe StridedSeven.weights($0, $1, $2, $3, $4) },
    weightGradient: { unsafe StridedSeven.weightGradient($0, $1, $2, $3, $4) }
  ),
  fewSquares: { unsafe FewSquares<Portable>.run($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  fiveOutputRows: {
    unsafe WinogradOutput<Portable, FiveOutputsOfFourTaps.Output>.rows(
      $0, $1, $2, $3, $4, $5, $6, $7)
  },
  rowTile: TileKernel(rows: RowTiles<Portable, 2>.maximumRows, columns: 8) {
    unsafe RowTiles<Portable, 2>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, below: $13, rightStep: $14, ahead: $15, aheadStep: $16))
  },
  narrowRowTile: TileKernel(rows: RowTiles<Portable, 1>.maximumRows, columns: 4) {
    unsafe RowTiles<Portable, 1>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, below: $13, rightStep: $14, ahead: $15, aheadStep: $16))
  },
  copyingRowTile: TileKernel(rows: RowTiles<Portable, 2>.maximumRows, columns: 8) {
    unsafe RowTiles<Portable, 2>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, rightStep: $13), copy: $14)
  },
  transpose: { unsafe Transposition<Portable>.transpose($0, $1, $2, $3, $4, $5) },
  rectify: { unsafe ElementWise<Portable>.rectify($0, $1, $2, $3) },
  rectifierGradient: { unsafe ElementWise<Portable>.rectifierGradient($0, $1, $2, $3, $4) },
  addScaled: { unsafe ElementWise<Portable>.addScaled($0, $1, $2, $3) },
  scale: { unsafe ElementWise<Portable>.scale($0, $1, $2, $3) },
  hyperbolicTangent: { unsafe ElementWise<Portable>.hyperbolicTangent($0, $1, $2) },
  hyperbolicTangentGradient: {
    unsafe ElementWise<Portable>.hyperbolicTangentGradient($0, $1, $2, $3)
  },
  adam: { unsafe ElementWise<Portable>.adam($0, $1, $2, $3, $4, $5) },
  softmax: { unsafe Exponential<Portable>.softmax($0, $1, $2) },
  columnSums: { unsafe Columns<Portable>.sums($0, $1, $2, $3) },
  columnMoments: { unsafe Columns<Portable>.moments($0, $1, $2, $3, $4) },
  scaleAndShift: { unsafe Columns<Portable>.scaleAndShift($0, $1, $2, $3, $4, $5, $6, $7) },
  normalizationGradientSums: {
    unsafe Columns<Portable>.gradientSums($0, $1, $2, $3, $4, $5, $6, $7)
  },
  maskedGradientSums: {
    unsafe Columns<Portable>.maskedGradientSums($0, $1, $2, $3, $4, $5, $6, $7)
  },
  normalizationGradient: { unsafe Columns<Portable>.gradient($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  maximumPooling: { unsafe Pooling<Portable>.maximum($0, $1, $2, $3, $4, $5, $6, $7) },
  windowMaxima: { unsafe Pooling<Portable>.maxima($0, $1, $2, $3, $4, $5, $6) },
  maximumPoolingGradient: {
    unsafe Pooling<Portable>.maximumGradient($0, $1, $2, $3, $4, $5, $6, $7)
  },
  windowSums: { unsafe Pooling<Portable>.windowSums($0, $1, $2, $3, $4, $5, $6, $7) },
  distanceTile: TileKernel(rows: 4, columns: 4) {
    unsafe Distances<Portable, SquaredDifference, 4, 4, 1, 2>.squared(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
  },
  expandedDistanceTile: TileKernel(rows: 4, columns: 4) {
    unsafe Distances<Portable, Product, 4, 4, 1, 2>.expanded(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  },
  singleQueryTile: TileKernel(rows: 1, columns: 16) {
    unsafe Distances<Portable, SquaredDifference, 1, 16, 1, 1>.squared(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
  },
  resampling: ResamplingKernels(
    stretchRow: { unsafe Resampling<Portable>.stretch($0, $1, $2, $3, $4, $5) },
    blendRows: { unsafe Resampling<Portable>.blend($0, $1, $2, $3, $4, $5) },
    filterRow: { unsafe Resampling<Portable>.filterRow($0, $1, $2, $3, $4, $5, $6, $7) },
    filterRows: { unsafe Resampling<Portable>.filterRows($0, $1, $2, $3, $4, $5) },
    cubicRow: { unsafe Resampling<Portable>.cubicRow($0, $1, $2, $3, $4, $5) },
    mixRows: { unsafe Resampling<Portable>.mixRows($0, $1, $2, $3, $4, $5, $6) }
  ),
  blocks: BlockKernels(
    inverseFull: { unsafe InverseTransform<Portable>.full($0, $1, $2, $3, $4) },
    inverseHalf: { unsafe InverseTransform<Portable>.half($0, $1, $2, $3, $4) },
    inverseQuarter: { unsafe InverseTransform<Portable>.quarter($0, $1, $2, $3, $4) },
    inverseEighth: { unsafe InverseTransform<Portable>.eighth($0, $1, $2, $3, $4) },
    forward: { unsafe ForwardTransform<Portable>.quantized($0, $1, $2, $3, $4) },
    pixelsOfPlanes: { unsafe ColorRows<Portable>.pixels($0, $1, $2, $3, $4) },
    planesOfPixels: { unsafe ColorRows<Portable>.planes($0, $1, $2, $3, $4) },
    widenRow: { unsafe ColorRows<Portable>.widen($0, $1, $2, $3, $4, $5) },
    rowBetween: { unsafe ColorRows<Portable>.between($0, $1, $2, $3, $4) },
    halveRows: { unsafe ColorRows<Portable>.halve($0, $1, $2, $3) }
  ),
  finiteProbe: { unsafe ElementWise<Portable>.finiteProbe($0, $1) },
  warpRow: { unsafe ViewSampling<Portable>.warp($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  packRow: { unsafe ViewSampling<Portable>.pack($0, $1, $2, $3, $4) },
  interleaveRow: { unsafe ViewSampling<Portable>.interleave($0, $1, $2, $3, $4, $5) },
  changeColors: { unsafe ViewColors<Portable>.change($0, $1, $2, $3, $4, $5, $6) },
  sumRows: { unsafe WeightedSum<Portable>.rows($0, $1, $2, $3, $4, $5) },
  bytesOfRow: { unsafe ViewBytes<Portable>.bytes($0, $1, $2, $3, $4) },
  rowOfBytes: { unsafe ViewBytes<Portable>.planes($0, $1, $2, $3, $4) },
  multiplyAddPeak: TileKernel(rows: 14, columns: 4) {
    unsafe ProcessorLimits<Portable>.multiplyAddPeak($0, $1, $2, $3)
  },
  exclusiveOr: { unsafe ProcessorLimits<Portable>.exclusiveOr($0, $1) }
)

/// The same set for 8-bit integers: a type of its own, since the metadata of a vector that two associated
/// types of one marker name would be made by weak code.
private enum PortableBytes: WordInstructionSet {
  typealias Sums = SIMD4<Int32>
  typealias Floats = SIMD4<Float>

  @inline(__always)
  static func addProducts(_ activations: Sums, _ weights: Sums, _ sums: Sums) -> Sums {
    sums &+ products(activations, weights)
  }

  /// Sums of neighbouring products.
  @inline(__always)
  static func products(_ a: Sums, _ b: Sums) -> Sums {
    #if arch(x86_64)
      return unsafe unsafeBitCast(_mm_madd_epi16(bits(a), bits(b)), to: Sums.self)
    #else
      // 255 × −128 fits 16 bits.
      let products = unsafe unsafeBitCast(
        unsafeBitCast(a, to: SIMD8<Int16>.self) &* unsafeBitCast(b, to: SIMD8<Int16>.self),
        to: Sums.self)
      return ((products &<< 16) &>> 16) &+ (products &>> 16)
    #endif
  }

  @inline(__always)
  static func wordsOfUnsigned(_ bytes: UnsafeRawPointer) -> Sums {
    unsafe unsafeBitCast(
      SIMD8<UInt16>(truncatingIfNeeded: bytes.loadUnaligned(as: SIMD8<UInt8>.self)),
      to: Sums.self)
  }

  @inline(__always)
  static func wordsOfSigned(_ bytes: UnsafeRawPointer) -> Sums {
    unsafe unsafeBitCast(
      SIMD8<Int16>(truncatingIfNeeded: bytes.loadUnaligned(as: SIMD8<Int8>.self)), to: Sums.self)
  }

  @inline(__always)
  static func floats(_ sums: Sums) -> Floats { Floats(sums) }

  @inline(__always)
  static func floats(_ bytes: UnsafeRawPointer) -> Floats {
    unsafe Floats(bytes.loadUnaligned(as: SIMD4<UInt8>.self))
  }

  @inline(__always)
  static func rounded(_ x: Floats) -> Sums {
    #if arch(x86_64)
      return unsafe unsafeBitCast(
        _mm_cvtps_epi32(_mm_min_ps(Floats(repeating: 255), x)), to: Sums.self)
    #else
      let limited = x.replacing(with: -1, where: x .< -1).replacing(with: 255, where: x .> 255)
      return Sums(limited.rounded(.toNearestOrEven))
    #endif
  }

  @inline(__always)
  static func store<let vectors: Int>(
    _ row: InlineArray<vectors, Sums>, _ target: UnsafeMutableRawPointer
  ) {
    #if arch(x86_64)
      let words = _mm_packs_epi32(bits(row[0]), bits(row[1]))
      unsafe target.storeBytes(of: _mm_packus_epi16(words, words).x, as: Int64.self)
    #else
      unsafe store(row[0], target)
      unsafe store(row[1], target + 4)
    #endif
  }

  #if arch(x86_64)
    @inline(__always)
    static func bits(_ x: Sums) -> __m128i { unsafe unsafeBitCast(x, to: __m128i.self) }
  #else
    @inline(__always)
    static func store(_ x: Sums, _ target: UnsafeMutableRawPointer) {
      unsafe target.storeBytes(
        of: SIMD4<UInt8>(truncatingIfNeeded: x.replacing(with: 0, where: x .< 0)),
        as: SIMD4<UInt8>.self)
    }
  #endif
}

/// This page's kernels of 8-bit integers.
public let byteKernels = unsafe ByteKernels(
  tile: TileKernel(rows: ByteTiles<PortableBytes, 2>.maximumRows, columns: 8) {
    unsafe ByteTiles<PortableBytes, 2>.run($0, $1, $2, $3, $4, $5, $6, $7, $8)
  },
  widening: WideningKernels(
    unsigned: { unsafe Widening<PortableBytes>.unsigned($0, $1, $2) },
    signed: { unsafe Widening<PortableBytes>.signed($0, $1, $2) }
  ),
  requantize: {
    unsafe Requantization<PortableBytes, 2>.requantize($0, $1, $2, $3, $4, $5, $6, $7, $8)
  },
  maximum: { unsafe BytePooling<PortableBytes>.maximum($0, $1, $2, $3) },
  productPeak: TileKernel(rows: 12, columns: 4) {
    unsafe ByteLimits<PortableBytes>.productPeak($0, $1, $2)
  }
)
