import MicrokernelTemplates
import _Builtin_intrinsics.intel

/// AVX-512: sixteen floats a vector, 32 registers.
private enum AVX512: InstructionSet {
  typealias Vector = SIMD16<Float>

  @inline(__always)
  static func multiplyAdd(_ a: Vector, _ b: Vector, _ sum: Vector) -> Vector {
    sum.addingProduct(a, b)
  }

  @inline(__always)
  static func atLeast(_ least: Vector, _ a: Vector) -> Vector { _mm512_max_ps(least, a) }

  @inline(__always)
  static func lanesMultiplyAdd(_ a: Lanes, _ b: Lanes, _ sum: Lanes) -> Lanes {
    // With a constant, `addingProduct` is taken apart into halves.
    _mm512_fmadd_ps(a, b, sum)
  }

  @inline(__always)
  static func lanes(_ integers: SIMD16<Int32>) -> Lanes {
    unsafe _mm512_cvtepi32_ps(unsafeBitCast(integers, to: SIMD8<Int64>.self))
  }

  @inline(__always)
  static func lanesSquareRoot(_ x: Lanes) -> Lanes {
    _mm512_sqrt_ps(x)
  }

  @inline(__always)
  static func lesser(_ a: Lanes, _ b: Lanes) -> Lanes { _mm512_min_ps(b, a) }

  @inline(__always)
  static func greater(_ a: Lanes, _ b: Lanes) -> Lanes { _mm512_max_ps(b, a) }

  @inline(__always)
  static func chosen(_ a: Lanes, _ b: Lanes, where mask: LaneMask) -> Lanes {
    unsafe _mm512_mask_blend_ps(
      _mm512_movepi32_mask(unsafeBitCast(mask, to: SIMD8<Int64>.self)), a, b)
  }

  @inline(__always)
  static func bytes(nearestTo x: Lanes) -> SIMD16<UInt8> {
    let positive = _mm512_max_epi32(_mm512_cvtps_epi32(x), _mm512_setzero_si512())
    return unsafe unsafeBitCast(_mm512_cvtusepi32_epi8(positive), to: SIMD16<UInt8>.self)
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

  static var registerCount: Int { @inline(__always) get { 32 } }

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

private typealias Two = Winograd<AVX512, TwoOutputs>
private typealias Three = Winograd<AVX512, ThreeOutputs>
private typealias Four = Winograd<AVX512, FourOutputs>
private typealias Six = Winograd<AVX512, SixOutputs>
private typealias StridedFour = Winograd<AVX512, Strided<FourOutputsOfTwoTaps>>
private typealias StridedSeven = Winograd<AVX512, Strided<SevenOutputsOfTwoTaps>>

/// This page's kernels.
public let microkernels = unsafe MicrokernelTable(
  columnTile: TileKernel(rows: 8, columns: 32) {
    unsafe MatrixTile<AVX512, 8, 2>.alongColumns(
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
  fewSquares: { unsafe FewSquares<AVX512>.run($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  fiveOutputRows: {
    unsafe WinogradOutput<AVX512, FiveOutputsOfFourTaps.Output>.rows(
      $0, $1, $2, $3, $4, $5, $6, $7)
  },
  rowTile: TileKernel(rows: RowTiles<AVX512, 2>.maximumRows, columns: 32) {
    unsafe RowTiles<AVX512, 2>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, below: $13, rightStep: $14, ahead: $15, aheadStep: $16))
  },
  narrowRowTile: TileKernel(rows: RowTiles<AVX512, 1>.maximumRows, columns: 16) {
    unsafe RowTiles<AVX512, 1>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, below: $13, rightStep: $14, ahead: $15, aheadStep: $16))
  },
  copyingRowTile: TileKernel(rows: RowTiles<AVX512, 2>.maximumRows, columns: 32) {
    unsafe RowTiles<AVX512, 2>.run(
      $0, RowTileProduct(taps: $1, depth: $2, left: $3, first: $4, right: $5, rightStride: $6),
      RowTileTarget(start: $7, residual: $8, isRectified: $9, result: $10, column: $11),
      RowTileSweep(across: $12, rightStep: $13), copy: $14)
  },
  transpose: { unsafe Transposition<AVX512>.transpose($0, $1, $2, $3, $4, $5) },
  rectify: { unsafe ElementWise<AVX512>.rectify($0, $1, $2, $3) },
  rectifierGradient: { unsafe ElementWise<AVX512>.rectifierGradient($0, $1, $2, $3, $4) },
  addScaled: { unsafe ElementWise<AVX512>.addScaled($0, $1, $2, $3) },
  scale: { unsafe ElementWise<AVX512>.scale($0, $1, $2, $3) },
  hyperbolicTangent: { unsafe ElementWise<AVX512>.hyperbolicTangent($0, $1, $2) },
  hyperbolicTangentGradient: {
    unsafe ElementWise<AVX512>.hyperbolicTangentGradient($0, $1, $2, $3)
  },
  adam: { unsafe ElementWise<AVX512>.adam($0, $1, $2, $3, $4, $5) },
  softmax: { unsafe Exponential<AVX512>.softmax($0, $1, $2) },
  columnSums: { unsafe Columns<AVX512>.sums($0, $1, $2, $3) },
  columnMoments: { unsafe Columns<AVX512>.moments($0, $1, $2, $3, $4) },
  scaleAndShift: { unsafe Columns<AVX512>.scaleAndShift($0, $1, $2, $3, $4, $5, $6, $7) },
  normalizationGradientSums: {
    unsafe Columns<AVX512>.gradientSums($0, $1, $2, $3, $4, $5, $6, $7)
  },
  maskedGradientSums: {
    unsafe Columns<AVX512>.maskedGradientSums($0, $1, $2, $3, $4, $5, $6, $7)
  },
  normalizationGradient: { unsafe Columns<AVX512>.gradient($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  maximumPooling: { unsafe Pooling<AVX512>.maximum($0, $1, $2, $3, $4, $5, $6, $7) },
  windowMaxima: { unsafe Pooling<AVX512>.maxima($0, $1, $2, $3, $4, $5, $6) },
  maximumPoolingGradient: {
    unsafe Pooling<AVX512>.maximumGradient($0, $1, $2, $3, $4, $5, $6, $7)
  },
  windowSums: { unsafe Pooling<AVX512>.windowSums($0, $1, $2, $3, $4, $5, $6, $7) },
  distanceTile: TileKernel(rows: 4, columns: 4) {
    unsafe Distances<AVX512, SquaredDifference, 4, 4, 4, 4>.squared(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
  },
  expandedDistanceTile: TileKernel(rows: 4, columns: 4) {
    unsafe Distances<AVX512, Product, 4, 4, 4, 4>.expanded(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  },
  singleQueryTile: TileKernel(rows: 1, columns: 16) {
    unsafe Distances<AVX512, SquaredDifference, 1, 16, 1, 1>.squared(
      $0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
  },
  resampling: ResamplingKernels(
    stretchRow: { unsafe Resampling<AVX512>.stretch($0, $1, $2, $3, $4, $5) },
    blendRows: { unsafe Resampling<AVX512>.blend($0, $1, $2, $3, $4, $5) },
    filterRow: { unsafe Resampling<AVX512>.filterRow($0, $1, $2, $3, $4, $5, $6, $7) },
    filterRows: { unsafe Resampling<AVX512>.filterRows($0, $1, $2, $3, $4, $5) },
    cubicRow: { unsafe Resampling<AVX512>.cubicRow($0, $1, $2, $3, $4, $5) },
    mixRows: { unsafe Resampling<AVX512>.mixRows($0, $1, $2, $3, $4, $5, $6) }
  ),
  blocks: BlockKernels(
    inverseFull: { unsafe InverseTransform<AVX512>.full($0, $1, $2, $3, $4) },
    inverseHalf: { unsafe InverseTransform<AVX512>.half($0, $1, $2, $3, $4) },
    inverseQuarter: { unsafe InverseTransform<AVX512>.quarter($0, $1, $2, $3, $4) },
    inverseEighth: { unsafe InverseTransform<AVX512>.eighth($0, $1, $2, $3, $4) },
    forward: { unsafe ForwardTransform<AVX512>.quantized($0, $1, $2, $3, $4) },
    pixelsOfPlanes: { unsafe ColorRows<AVX512>.pixels($0, $1, $2, $3, $4) },
    planesOfPixels: { unsafe ColorRows<AVX512>.planes($0, $1, $2, $3, $4) },
    widenRow: { unsafe ColorRows<AVX512>.widen($0, $1, $2, $3, $4, $5) },
    rowBetween: { unsafe ColorRows<AVX512>.between($0, $1, $2, $3, $4) },
    halveRows: { unsafe ColorRows<AVX512>.halve($0, $1, $2, $3) }
  ),
  finiteProbe: { unsafe ElementWise<AVX512>.finiteProbe($0, $1) },
  warpRow: { unsafe ViewSampling<AVX512>.warp($0, $1, $2, $3, $4, $5, $6, $7, $8) },
  packRow: { unsafe ViewSampling<AVX512>.pack($0, $1, $2, $3, $4) },
  interleaveRow: { unsafe ViewSampling<AVX512>.interleave($0, $1, $2, $3, $4, $5) },
  changeColors: { unsafe ViewColors<AVX512>.change($0, $1, $2, $3, $4, $5, $6) },
  sumRows: { unsafe WeightedSum<AVX512>.rows($0, $1, $2, $3, $4, $5) },
  bytesOfRow: { unsafe ViewBytes<AVX512>.bytes($0, $1, $2, $3, $4) },
  rowOfBytes: { unsafe ViewBytes<AVX512>.planes($0, $1, $2, $3, $4) },
  multiplyAddPeak: TileKernel(rows: 14, columns: 16) {
    unsafe ProcessorLimits<AVX512>.multiplyAddPeak($0, $1, $2, $3)
  },
  exclusiveOr: { unsafe ProcessorLimits<AVX512>.exclusiveOr($0, $1) }
)
