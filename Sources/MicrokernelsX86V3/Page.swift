import MicrokernelTemplates
import _Builtin_intrinsics.intel

/// AVX2 and FMA: eight floats a vector, 16 registers.
private enum AVX2: InstructionSet {
  typealias Vector = SIMD8<Float>

  @inline(__always)
  static func multiplyAdd(_ a: Vector, _ b: Vector, _ sum: Vector) -> Vector {
    sum.addingProduct(a, b)
  }

  @inline(__always)
  static func atLeast(_ least: Vector, _ a: Vector) -> Vector { _mm256_max_ps(least, a) }

  @inline(__always)
  static func lanesMultiplyAdd(_ a: Lanes, _ b: Lanes, _ sum: Lanes) -> Lanes {
    sum.addingProduct(a, b)
  }

  @inline(__always)
  static func lanes(_ integers: SIMD16<Int32>) -> Lanes {
    let halves = unsafe unsafeBitCast(integers, to: (SIMD4<Int64>, SIMD4<Int64>).self)
    return unsafe unsafeBitCast(
      (_mm256_cvtepi32_ps(halves.0), _mm256_cvtepi32_ps(halves.1)), to: Lanes.self)
  }

  @inline(__always)
  static func lanesSquareRoot(_ x: Lanes) -> Lanes {
    Lanes(lowHalf: _mm256_sqrt_ps(x.lowHalf), highHalf: _mm256_sqrt_ps(x.highHalf))
  }

  private typealias Halves = (Vector, Vector)

  @inline(__always)
  private static func halves(_ a: Lanes) -> Halves { unsafe unsafeBitCast(a, to: Halves.self) }

  @inline(__always)
  private static func lanes(_ low: Vector, _ high: Vector) -> Lanes {
    unsafe unsafeBitCast((low, high), to: Lanes.self)
  }

  @inline(__always)
  static func lesser(_ a: Lanes, _ b: Lanes) -> Lanes {
    let (a, b) = (halves(a), halves(b))
    return lanes(_mm256_min_ps(b.0, a.0), _mm256_min_ps(b.1, a.1))
  }

  @inline(__always)
  static func greater(_ a: Lanes, _ b: Lanes) -> Lanes {
    let (a, b) = (halves(a), halves(b))
    return lanes(_mm256_max_ps(b.0, a.0), _mm256_max_ps(b.1, a.1))
  }

  @inline(__always)
  static func chosen(_ a: Lanes, _ b: Lanes, where mask: LaneMask) -> Lanes {
    let (a, b) = (halves(a), halves(b))
    let mask = unsafe unsafeBitCast(mask, to: Halves.self)
    return lanes(_mm256_blendv_ps(a.0, b.0, mask.0), _mm256_blendv_ps(a.1, b.1, mask.1))
  }

  @inline(__always)
  static func bytes(nearestTo x: Lanes) -> SIMD16<UInt8> {
    let (low, high) = halves(x)
    // Packing works within each half; the permutation brings the halves' lanes into order.
    let packed = _mm256_permutevar8x32_epi32(
      _mm256_packs_epi32(_mm256_cvtps_epi32(low), _mm256_cvtps_epi32(high)),
      unsafe unsafeBitCast(SIMD8<Int32>(0, 1, 4, 5, 2, 3, 6, 7), to: __m256i.self))
    let words = unsafe unsafeBitCast(packed, to: (__m128i, __m128i).self)
    return unsafe unsafeBitCast(_mm_packus_epi16(words.0, words.1), to: SIMD16<UInt8>.self)
  }

  static var shufflesBytes: Bool { @inline(__always) get { true } }

  @inline(__always)
  static func weightedSums(
    _ samples: SIMD16<UInt8>, _ order: SIMD16<UInt8>, _ near: Int32, _ far: Int32
  ) -> SIMD4<Int32> {
    let ordered = unsafe _mm_shuffle_epi8(
      unsafeBitCast(samples, to: __m128i.self), unsafeBitCast(order, to: __m128i.self))
    let weights = SIMD8<Int32>(
      lowHalf: SIMD4(repeating: near), highHalf: SIMD4(repeating: far))
    let sums = unsafe unsafeBitCast(
      _mm256_madd_epi16(
        _mm256_cvtepu8_epi16(ordered), unsafeBitCast(weights, to: __m256i.self)),
      to: SIMD8<Int32>.self)
    return sums.lowHalf &+ sums.highHalf
  }

  static var registerCount: Int { @inline(__always) get { 16 } }

  @inline(__always)
  static func transposedQuads(
    _ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>
  ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
    let (ab, cd) = (
      _mm256_castps_pd(_mm256_unpacklo_ps(a, b)), _mm256_castps_pd(_mm256_unpacklo_ps(c, d))
    )
    let (ef, gh) = (
      _mm256_castps_pd(_mm256_unpackhi_ps(a, b)), _mm256_castps_pd(_mm256_unpackhi_ps(c, d))
    )
    return (
      _mm256_castpd_ps(_mm256_unpacklo_pd(ab, cd)), _mm256_castpd_ps(_mm256_unpackhi_pd(ab, cd)),
      _mm256_castpd_ps(_mm256_unpacklo_pd(ef, gh)), _mm256_castpd_ps(_mm256_unpackhi_pd(ef, gh))
    )
  }
}

private typealias Two = Winograd<AVX2, TwoOutputs>
private typealias Three = Winograd<AVX2, ThreeOutputs>
private typealias Four = Winograd<AVX2, FourOutputs>
private typealias Six = Winograd<AVX2, SixOutputs>
private typealias StridedFour = Winograd<AVX2, Strided<FourOutputsOfTwoTaps>>
private typealias StridedSeven = Winograd<AVX2, Strided<SevenOutputsOfTwoTaps>>

/// This page's kernels.
public let microkernels = unsafe MicrokernelTable(
  columnTile: TileKernel(rows: 4, columns: 16) {
    unsafe MatrixTile<AVX2, 4, 2>.alongColumns(
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
  fewSquares: { unsafe FewSquares<AVX2>.run($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  fiveOutputRows: {
    unsafe WinogradOutput<AVX2, FiveOutputsOfFourTaps.Output>.rows(
      $0, $1, $2, $3, $4, $5, $6, $7)
  },
  rowTile: TileKernel(rows: RowTiles<AVX2, 2>.maximumRows, columns: 16) {
    unsafe RowTiles<AVX2, 2>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, below: $13, rightStep: $14, ahead: $15, aheadStep: $16))
  },
  narrowRowTile: TileKernel(rows: RowTiles<AVX2, 1>.maximumRows, columns: 8) {
    unsafe RowTiles<AVX2, 1>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, below: $13, rightStep: $14, ahead: $15, aheadStep: $16))
  },
  copyingRowTile: TileKernel(rows: RowTiles<AVX2, 2>.maximumRows, columns: 16) {
    unsafe RowTiles<AVX2, 2>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, rightStep: $13), copy: $14)
  },
  transpose: { unsafe Transposition<AVX2>.transpose($0, $1, $2, $3, $4, $5) },
  rectify: { unsafe ElementWise<AVX2>.rectify($0, $1, $2, $3) },
  rectifierGradient: { unsafe ElementWise<AVX2>.rectifierGradient($0, $1, $2, $3, $4) },
  addScaled: { unsafe ElementWise<AVX2>.addScaled($0, $1, $2, $3) },
  scale: { unsafe ElementWise<AVX2>.scale($0, $1, $2, $3) },
  hyperbolicTangent: { unsafe ElementWise<AVX2>.hyperbolicTangent($0, $1, $2) },
  hyperbolicTangentGradient: { unsafe ElementWise<AVX2>.hyperbolicTangentGradient($0, $1, $2, $3) },
  adam: { unsafe ElementWise<AVX2>.adam($0, $1, $2, $3, $4, $5) },
  softmax: { unsafe Exponential<AVX2>.softmax($0, $1, $2) },
  columnSums: { unsafe Columns<AVX2>.sums($0, $1, $2, $3) },
  columnMoments: { unsafe Columns<AVX2>.moments($0, $1, $2, $3, $4) },
  scaleAndShift: { unsafe Columns<AVX2>.scaleAndShift($0, $1, $2, $3, $4, $5, $6, $7) },
  normalizationGradientSums: {
    unsafe Columns<AVX2>.gradientSums($0, $1, $2, $3, $4, $5, $6, $7)
  },
  maskedGradientSums: {
    unsafe Columns<AVX2>.maskedGradientSums($0, $1, $2, $3, $4, $5, $6, $7)
  },
  normalizationGradient: { unsafe Columns<AVX2>.gradient($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  maximumPooling: { unsafe Pooling<AVX2>.maximum($0, $1, $2, $3, $4, $5, $6, $7) },
  windowMaxima: { unsafe Pooling<AVX2>.maxima($0, $1, $2, $3, $4, $5, $6) },
  maximumPoolingGradient: {
    unsafe Pooling<AVX2>.maximumGradient($0, $1, $2, $3, $4, $5, $6, $7)
  },
  windowSums: { unsafe Pooling<AVX2>.windowSums($0, $1, $2, $3, $4, $5, $6, $7) },
  distanceTile: TileKernel(rows: 4, columns: 4) {
    unsafe Distances<AVX2, SquaredDifference, 4, 4, 2, 2>.squared(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
  },
  expandedDistanceTile: TileKernel(rows: 4, columns: 4) {
    unsafe Distances<AVX2, Product, 4, 4, 2, 2>.expanded(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  },
  singleQueryTile: TileKernel(rows: 1, columns: 16) {
    unsafe Distances<AVX2, SquaredDifference, 1, 16, 1, 1>.squared(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
  },
  resampling: ResamplingKernels(
    stretchRow: { unsafe Resampling<AVX2>.stretch($0, $1, $2, $3, $4, $5) },
    blendRows: { unsafe Resampling<AVX2>.blend($0, $1, $2, $3, $4, $5) },
    filterRow: { unsafe Resampling<AVX2>.filterRow($0, $1, $2, $3, $4, $5, $6, $7) },
    filterRows: { unsafe Resampling<AVX2>.filterRows($0, $1, $2, $3, $4, $5) },
    cubicRow: { unsafe Resampling<AVX2>.cubicRow($0, $1, $2, $3, $4, $5) },
    mixRows: { unsafe Resampling<AVX2>.mixRows($0, $1, $2, $3, $4, $5, $6) }
  ),
  blocks: BlockKernels(
    inverseFull: { unsafe InverseTransform<AVX2>.full($0, $1, $2, $3, $4) },
    inverseHalf: { unsafe InverseTransform<AVX2>.half($0, $1, $2, $3, $4) },
    inverseQuarter: { unsafe InverseTransform<AVX2>.quarter($0, $1, $2, $3, $4) },
    inverseEighth: { unsafe InverseTransform<AVX2>.eighth($0, $1, $2, $3, $4) },
    forward: { unsafe ForwardTransform<AVX2>.quantized($0, $1, $2, $3, $4) },
    pixelsOfPlanes: { unsafe ColorRows<AVX2>.pixels($0, $1, $2, $3, $4) },
    planesOfPixels: { unsafe ColorRows<AVX2>.planes($0, $1, $2, $3, $4) },
    widenRow: { unsafe ColorRows<AVX2>.widen($0, $1, $2, $3, $4, $5) },
    rowBetween: { unsafe ColorRows<AVX2>.between($0, $1, $2, $3, $4) },
    halveRows: { unsafe ColorRows<AVX2>.halve($0, $1, $2, $3) }
  ),
  finiteProbe: { unsafe ElementWise<AVX2>.finiteProbe($0, $1) },
  warpRow: { unsafe ViewSampling<AVX2>.warp($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  packRow: { unsafe ViewSampling<AVX2>.pack($0, $1, $2, $3, $4) },
  interleaveRow: { unsafe ViewSampling<AVX2>.interleave($0, $1, $2, $3, $4, $5) },
  changeColors: { unsafe ViewColors<AVX2>.change($0, $1, $2, $3, $4, $5, $6) },
  sumRows: { unsafe WeightedSum<AVX2>.rows($0, $1, $2, $3, $4, $5) },
  bytesOfRow: { unsafe ViewBytes<AVX2>.bytes($0, $1, $2, $3, $4) },
  rowOfBytes: { unsafe ViewBytes<AVX2>.planes($0, $1, $2, $3, $4) },
  multiplyAddPeak: TileKernel(rows: 14, columns: 8) {
    unsafe ProcessorLimits<AVX2>.multiplyAddPeak($0, $1, $2, $3)
  },
  exclusiveOr: { unsafe ProcessorLimits<AVX2>.exclusiveOr($0, $1) }
)

/// The same set for 8-bit integers: a type of its own, since the metadata of a vector that two associated
/// types of one marker name would be made by weak code.
private enum AVX2Bytes: WordInstructionSet {
  typealias Sums = SIMD8<Int32>
  typealias Floats = SIMD8<Float>

  @inline(__always)
  static func addProducts(_ activations: Sums, _ weights: Sums, _ sums: Sums) -> Sums {
    sums &+ lanes(_mm256_madd_epi16(bits(activations), bits(weights)))
  }

  @inline(__always)
  static func wordsOfUnsigned(_ bytes: UnsafeRawPointer) -> Sums {
    unsafe lanes(_mm256_cvtepu8_epi16(bytes.loadUnaligned(as: __m128i.self)))
  }

  @inline(__always)
  static func wordsOfSigned(_ bytes: UnsafeRawPointer) -> Sums {
    unsafe lanes(_mm256_cvtepi8_epi16(bytes.loadUnaligned(as: __m128i.self)))
  }

  @inline(__always)
  static func floats(_ sums: Sums) -> Floats { _mm256_cvtepi32_ps(bits(sums)) }

  @inline(__always)
  static func floats(_ bytes: UnsafeRawPointer) -> Floats {
    let eight = unsafe __m128i(bytes.loadUnaligned(as: Int64.self), 0)
    return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(eight))
  }

  @inline(__always)
  static func rounded(_ x: Floats) -> Sums {
    let limited = _mm256_min_ps(Floats(repeating: 255), x)
    return unsafe unsafeBitCast(_mm256_cvtps_epi32(limited), to: Sums.self)
  }

  @inline(__always)
  static func store<let vectors: Int>(
    _ row: InlineArray<vectors, Sums>, _ target: UnsafeMutableRawPointer
  ) {
    // Packing works within each half: each has four bytes of either vector.
    let words = _mm256_packs_epi32(bits(row[0]), bits(row[1]))
    let halves = unsafe unsafeBitCast(
      _mm256_packus_epi16(words, words), to: (__m128i, __m128i).self)
    unsafe target.storeBytes(of: _mm_unpacklo_epi32(halves.0, halves.1), as: __m128i.self)
  }

  @inline(__always)
  static func bits(_ x: Sums) -> __m256i { unsafe unsafeBitCast(x, to: __m256i.self) }

  @inline(__always)
  static func lanes(_ x: __m256i) -> Sums { unsafe unsafeBitCast(x, to: Sums.self) }
}

/// This page's kernels of 8-bit integers.
public let byteKernels = unsafe ByteKernels(
  tile: TileKernel(rows: ByteTiles<AVX2Bytes, 2>.maximumRows, columns: 16) {
    unsafe ByteTiles<AVX2Bytes, 2>.run($0, $1, $2, $3, $4, $5, $6, $7, $8)
  },
  widening: WideningKernels(
    unsigned: { unsafe Widening<AVX2Bytes>.unsigned($0, $1, $2) },
    signed: { unsafe Widening<AVX2Bytes>.signed($0, $1, $2) }
  ),
  requantize: {
    unsafe Requantization<AVX2Bytes, 2>.requantize($0, $1, $2, $3, $4, $5, $6, $7, $8)
  },
  maximum: { unsafe BytePooling<AVX2Bytes>.maximum($0, $1, $2, $3) },
  productPeak: TileKernel(rows: 12, columns: 8) {
    unsafe ByteLimits<AVX2Bytes>.productPeak($0, $1, $2)
  }
)
