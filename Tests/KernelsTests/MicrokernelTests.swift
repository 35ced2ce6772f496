import Kernels
import TestSupport
import Testing

extension MicrokernelEntry: CustomTestStringConvertible {
  /// The kernel's name.
  public var testDescription: String { name }
}

/// Every micro-kernel of the registry against sums in double precision, on the same random problems for
/// every instruction set.
@Suite struct MicrokernelTests {
  static let trialCount = 40

  /// Problem number `number` of `entry`'s operation.
  ///
  /// There is no default: an operation without a trial does not compile.
  static func trial(_ entry: MicrokernelEntry, number: Int) -> MicrokernelTrial {
    var random = SeededRandom(seed(number))
    let kernels = entry.kernels.microkernels
    switch entry.operation {
    case .columnTile: return columnTile(kernels.columnTile, &random)
    case .winogradInputRows: return winogradRows(kernels, ofGradient: false, &random)
    case .winogradInputColumns: return winogradColumns(kernels, ofGradient: false, &random)
    case .winogradOutputColumns: return winogradOutputColumns(kernels, &random)
    case .winogradOutputRows: return winogradOutputRows(kernels, &random)
    case .winogradGradientRows: return winogradRows(kernels, ofGradient: true, &random)
    case .winogradGradientColumns: return winogradColumns(kernels, ofGradient: true, &random)
    case .winogradWeights: return winogradWeights(kernels, isAdjoint: false, &random)
    case .winogradWeightGradient: return winogradWeights(kernels, isAdjoint: true, &random)
    case .fewSquares: return fewSquares(kernels.fewSquares, &random)
    case .fiveOutputRows:
      return outputRows(kernels.fiveOutputRows, SchemeMatrices.fiveOutputs, &random)
    case .rowTile: return rowTile(kernels.rowTile, &random)
    case .narrowRowTile: return rowTile(kernels.narrowRowTile, &random)
    case .copyingRowTile: return copyingRowTile(kernels.copyingRowTile, &random)
    case .transpose: return transpose(kernels.transpose, &random)
    case .rectify: return rectify(kernels.rectify, &random)
    case .rectifierGradient: return rectifierGradient(kernels.rectifierGradient, &random)
    case .addScaled: return addScaled(kernels.addScaled, &random)
    case .scale: return scale(kernels.scale, &random)
    case .hyperbolicTangent: return hyperbolicTangent(kernels.hyperbolicTangent, &random)
    case .hyperbolicTangentGradient:
      return hyperbolicTangentGradient(kernels.hyperbolicTangentGradient, &random)
    case .adam: return adam(kernels.adam, &random)
    case .finiteProbe: return finiteProbe(kernels.finiteProbe, &random)
    case .softmax: return softmax(kernels.softmax, &random)
    case .columnSums: return columnSums(kernels.columnSums, &random)
    case .columnMoments: return columnMoments(kernels.columnMoments, &random)
    case .scaleAndShift: return scaleAndShift(kernels.scaleAndShift, &random)
    case .normalizationGradientSums:
      return normalizationGradientSums(kernels.normalizationGradientSums, &random)
    case .maskedGradientSums: return maskedGradientSums(kernels.maskedGradientSums, &random)
    case .normalizationGradient:
      return normalizationGradient(kernels.normalizationGradient, &random)
    case .maximumPooling: return maximumPooling(kernels.maximumPooling, &random)
    case .windowMaxima: return windowMaxima(kernels.windowMaxima, &random)
    case .maximumPoolingGradient:
      return maximumPoolingGradient(kernels.maximumPoolingGradient, &random)
    case .windowSums: return windowSums(kernels.windowSums, &random)
    case .distanceTile: return distanceTile(kernels.distanceTile, &random)
    case .expandedDistanceTile:
      return expandedDistanceTile(kernels.expandedDistanceTile, &random)
    case .singleQueryTile: return distanceTile(kernels.singleQueryTile, &random)
    case .stretchRow: return stretchRow(kernels.resampling.stretchRow, &random)
    case .blendRows: return blendRows(kernels.resampling.blendRows, &random)
    case .filterRow: return filterRow(kernels.resampling.filterRow, &random)
    case .filterRows: return filterRows(kernels.resampling.filterRows, &random)
    case .cubicRow: return cubicRow(kernels.resampling.cubicRow, &random)
    case .mixRows: return mixRows(kernels.resampling.mixRows, &random)
    case .inverseFull: return inverse(kernels.blocks.inverseFull, size: 8, &random)
    case .inverseHalf: return inverse(kernels.blocks.inverseHalf, size: 4, &random)
    case .inverseQuarter: return inverse(kernels.blocks.inverseQuarter, size: 2, &random)
    case .inverseEighth: return inverse(kernels.blocks.inverseEighth, size: 1, &random)
    case .forwardTransform: return forwardTransform(kernels.blocks.forward, &random)
    case .pixelsOfPlanes: return pixelsOfPlanes(kernels.blocks.pixelsOfPlanes, &random)
    case .planesOfPixels: return planesOfPixels(kernels.blocks.planesOfPixels, &random)
    case .widenRow: return widenRow(kernels.blocks.widenRow, &random)
    case .rowBetween: return rowBetween(kernels.blocks.rowBetween, &random)
    case .halveRows: return halveRows(kernels.blocks.halveRows, &random)
    case .multiplyAddPeak: return multiplyAddPeak(kernels.multiplyAddPeak, &random)
    case .warpRow: return warpRow(kernels.warpRow, &random)
    case .packRow: return packRow(kernels.packRow, &random)
    case .interleaveRow: return interleaveRow(kernels.interleaveRow, &random)
    case .changeColors: return changeColors(kernels.changeColors, &random)
    case .sumRows: return sumRows(kernels.sumRows, &random)
    case .bytesOfRow: return bytesOfRow(kernels.bytesOfRow, &random)
    case .rowOfBytes: return rowOfBytes(kernels.rowOfBytes, &random)
    case .exclusiveOr: return exclusiveOr(kernels.exclusiveOr, &random)
    case .byteTile: return byteTile(entry.kernels.byteKernels, &random)
    case .requantize:
      let bytes = entry.kernels.byteKernels
      return requantize(bytes.requantize, columns: bytes.tile.columns, &random)
    case .byteMaximum: return byteMaximum(entry.kernels.byteKernels.maximum, &random)
    case .byteProductPeak: return byteProductPeak(entry.kernels.byteKernels, &random)
    }
  }

  private static func seed(_ number: Int) -> UInt64 { UInt64(1000 + number) }

  @Test(arguments: Registry.entries)
  func agreesWithDoublePrecision(_ entry: MicrokernelEntry) {
    for number in 0..<Self.trialCount {
      let fault = Self.trial(entry, number: number).fault
      #expect(fault == nil, "\(entry.name), seed \(Self.seed(number))")
    }
  }

  // Integers are held to equality already, each set's tile by itself.
  @Test(arguments: Registry.entries.filter { $0.hasSameBits && !$0.operation.isExact })
  func givesTheBitsOfEveryOtherFusedSet(_ entry: MicrokernelEntry) throws {
    let first = try #require(
      Registry.entries.first { $0.hasSameBits && $0.operation == entry.operation })
    for number in 0..<Self.trialCount {
      let (expected, actual) = (
        Self.trial(first, number: number), Self.trial(entry, number: number)
      )
      #expect(
        expected.actual.map(\.bitPattern) == actual.actual.map(\.bitPattern),
        "\(entry.name) against \(first.name), \(actual.problem), seed \(Self.seed(number))")
    }
  }

  @Test func registryHoldsEveryOperationOfEverySet() {
    #expect(Registry.entries.count == KernelSet.all.count * MicrokernelOperation.allCases.count)
    #expect(Set(Registry.entries.map(\.name)).count == Registry.entries.count)
  }
}
