import Kernels
import NeuralNetworks
import Tensors

/// Goes through the operations in order, giving a place to each result when it is made and taking it back
/// after its last reader.
struct ExecutionPlanner {
  struct Result {
    var shape: Shape
    var part: Arena.Part
  }

  private(set) var steps: [ExecutionPlan.Step] = []
  private(set) var layout = ArenaLayout()
  /// By the results' numbers.
  private(set) var results: [Result]
  let inputBorder: Int
  let inputPart: Arena.Part

  private let network: FusedNetwork
  private let lastReaders: [Int]
  /// The operation that is part of the step before it.
  private var absorbed: Int?
  /// Where the next result goes, if not anywhere.
  private var chosenPart: Arena.Part?

  init(_ network: FusedNetwork, pictures: Shape) {
    precondition(pictures.rank == 4, "pictures have rank 4")
    self.network = network
    lastReaders = network.lastReaders
    inputBorder = Self.border(network, lastReaders, pictures)
    let (height, width) = (pictures[1] + 2 * inputBorder, pictures[2] + 2 * inputBorder)
    inputPart = layout.take(pictures[0] * height * width * pictures[3])
    results = [Result(shape: pictures, part: inputPart)]
  }

  /// The border that the pictures have in memory: the first convolution's padding, if a pooling follows that
  /// takes bands of its rows.
  private static func border(
    _ network: FusedNetwork, _ lastReaders: [Int], _ pictures: Shape
  ) -> Int {
    guard lastReaders[NetworkGraph.input] == 0,
      case .convolution(let convolution) = network.operations.first
    else { return 0 }
    let geometry = ConvolutionGeometry(pictures, convolution.geometry)
    return KernelSet.current.takesBorder(geometry) ? convolution.geometry.padding : 0
  }

  /// The shapes of all results for one picture, by their numbers.
  static func shapes(_ network: FusedNetwork, pictures: Shape) -> [Shape] {
    var planner = ExecutionPlanner(network, pictures: [1, pictures[1], pictures[2], pictures[3]])
    for index in network.operations.indices { planner.plan(index) }
    return planner.results.map(\.shape)
  }

  /// Plans the operations before number `end` for a few pictures, then for the next ones, and so on.
  ///
  /// Their last result lies side by side for all pictures; what is before it shares its places.
  ///
  /// - Precondition: `end` is at least 1, and only the result before it is read from there on.
  mutating func plan(before end: Int, groupSize: Int, resultShape: Shape) {
    let pictures = results[0].shape
    let inputCount =
      (pictures[1] + 2 * inputBorder) * (pictures[2] + 2 * inputBorder) * pictures[3]
    let output = layout.take(pictures[0] * resultShape.count)
    for first in stride(from: 0, to: pictures[0], by: groupSize) {
      let count = min(groupSize, pictures[0] - first)
      func slice(of part: Arena.Part, each size: Int) -> Arena.Part {
        Arena.Part(offset: part.offset + first * size, count: count * size)
      }
      results = [
        Result(
          shape: [count, pictures[1], pictures[2], pictures[3]],
          part: slice(of: inputPart, each: inputCount))
      ]
      for index in 0..<end {
        if index == end - 1 { chosenPart = slice(of: output, each: resultShape.count) }
        plan(index)
      }
    }
    layout.give(back: inputPart)
    results[end] = Result(
      shape: [pictures[0], resultShape[1], resultShape[2], resultShape[3]], part: output)
  }

  /// Plans operation number `index`.
  mutating func plan(_ index: Int) {
    let operation = network.operations[index]
    if absorbed == index {
      // Its result is that of the step before.
      absorbed = nil
      release(after: index, keeping: results[index].part)
      results.append(results[index])
      return
    }
    switch operation {
    case .convolution(let convolution): plan(convolution, index)
    case .maximumPooling(let value, let window, let stride, let padding):
      let geometry = PoolingGeometry(
        results[value].shape, window: window, stride: stride, padding: padding)
      let output = append(geometry.output)
      steps.append(.maximumPooling(geometry, input: results[value].part, output: output))
    case .averagePooling(let value, let window, let stride, let padding):
      let geometry = PoolingGeometry(
        results[value].shape, window: window, stride: stride, padding: padding)
      let output = append(geometry.output)
      steps.append(.averagePooling(geometry, input: results[value].part, output: output))
    case .globalAveragePooling(let value):
      let shape = results[value].shape
      let output = append([shape[0], 1, 1, shape[3]])
      steps.append(
        .globalAveragePooling(
          batch: shape[0], pixels: shape[1] * shape[2], channels: shape[3],
          input: results[value].part, output: output))
    case .rectifier(let value, let leak):
      let output = append(results[value].shape, inPlaceOf: value, index)
      steps.append(
        .rectifier(
          count: results[value].shape.count, leak: leak, input: results[value].part,
          output: output))
    case .hyperbolicTangent(let value):
      let output = append(results[value].shape, inPlaceOf: value, index)
      steps.append(
        .hyperbolicTangent(
          count: results[value].shape.count, input: results[value].part, output: output))
    }
    release(after: index, keeping: results[index + 1].part)
  }

  private mutating func plan(_ convolution: FusedNetwork.Convolution, _ index: Int) {
    let input = results[convolution.input]
    var geometry = ConvolutionGeometry(input.shape, convolution.geometry)
    if convolution.input == NetworkGraph.input && inputBorder > 0 {
      geometry = geometry.withBorder()
    }
    if let pooling = pooling(behind: convolution, geometry, index) {
      let output = append(pooling.output)
      absorbed = index + 1
      steps.append(
        .pooledConvolution(
          geometry, pooling, parameters: convolution.parameters, input: input.part,
          isRectified: convolution.isRectified, output: output))
      return
    }
    // What is added to a result is read where that is written: one map less to hold and to fetch.
    let addend = convolution.residual.flatMap { $0 == convolution.input ? nil : $0 }
    let output = append(geometry.output, inPlaceOf: addend, index)
    steps.append(
      .convolution(
        geometry, parameters: convolution.parameters, input: input.part,
        residual: convolution.residual.map { results[$0].part },
        isRectified: convolution.isRectified, output: output))
  }

  /// The pooling that can be done while the convolution's result is in the cache, if there is one.
  private func pooling(
    behind convolution: FusedNetwork.Convolution, _ geometry: ConvolutionGeometry, _ index: Int
  ) -> PoolingGeometry? {
    guard convolution.residual == nil, KernelSet.current.convolvesLines(geometry),
      index + 1 < network.operations.count,
      lastReaders[index + 1] == index + 1,
      case .maximumPooling(index + 1, let window, let stride, let padding) =
        network.operations[index + 1]
    else { return nil }
    return PoolingGeometry(geometry.output, window: window, stride: stride, padding: padding)
  }

  private mutating func append(_ shape: Shape) -> Arena.Part {
    let part = chosenPart ?? layout.take(shape.count)
    chosenPart = nil
    results.append(Result(shape: shape, part: part))
    return part
  }

  /// A result in the place of `value`, if there is one and nothing reads it after operation number `index`.
  private mutating func append(
    _ shape: Shape, inPlaceOf value: FusedNetwork.Value?, _ index: Int
  ) -> Arena.Part {
    guard let value, lastReaders[value] == index, value != NetworkGraph.input, chosenPart == nil
    else { return append(shape) }
    results.append(Result(shape: shape, part: results[value].part))
    return results[value].part
  }

  private mutating func release(after index: Int, keeping part: Arena.Part) {
    for value in Set(network.operations[index].inputs)
    where lastReaders[value] == index && results[value].part != part {
      layout.give(back: results[value].part)
    }
  }
}

extension ConvolutionGeometry {
  /// The geometry on pictures `[N, H, W, C]`, which may have their border of zeros in memory.
  init(
    _ pictures: Shape, _ geometry: NeuralNetworks.Convolution.Geometry, hasBorder: Bool = false
  ) {
    precondition(
      pictures[3] == geometry.inputChannels,
      "\(pictures) has not \(geometry.inputChannels) channels")
    self.init(
      batch: pictures[0], inputHeight: pictures[1], inputWidth: pictures[2],
      inputChannels: geometry.inputChannels, outputChannels: geometry.outputChannels,
      kernelHeight: geometry.window, kernelWidth: geometry.window, stride: geometry.stride,
      padding: hasBorder ? 0 : geometry.padding)
  }

  /// The same convolution of pictures that have the border of zeros in memory.
  fileprivate func withBorder() -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, inputHeight: inputHeight + 2 * padding, inputWidth: inputWidth + 2 * padding,
      inputChannels: inputChannels, outputChannels: outputChannels, kernelHeight: kernelHeight,
      kernelWidth: kernelWidth, stride: stride, padding: 0)
  }

  var output: Shape { [batch, outputHeight, outputWidth, outputChannels] }
}

extension PoolingGeometry {
  /// The geometry on pictures `[N, H, W, C]`.
  init(_ pictures: Shape, window: Int, stride: Int, padding: Int) {
    self.init(
      batch: pictures[0], inputHeight: pictures[1], inputWidth: pictures[2], channels: pictures[3],
      window: window, stride: stride, padding: padding)
  }

  var output: Shape { [batch, outputHeight, outputWidth, channels] }
}
