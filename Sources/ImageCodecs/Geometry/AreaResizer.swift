/// Means over the area that a pixel of the result covers, in the floating-point arithmetic of OpenCV.
struct AreaResizer {
  /// Along one side, how much of each pixel of the source goes where.
  private struct Share {
    let target: Int
    let source: Int
    let weight: Float
  }

  private let columns: [Share]
  private let rows: [Share]
  private let width: Int
  private let height: Int

  /// Reduces `image` to a size that is not larger in either direction.
  init(of image: Image, toWidth width: Int, height: Int) {
    columns = Self.shares(from: image.width, to: width)
    rows = Self.shares(from: image.height, to: height)
    self.width = width
    self.height = height
  }

  private static func shares(from sourceCount: Int, to count: Int) -> [Share] {
    let scale = Double(sourceCount) / Double(count)
    var shares: [Share] = []
    for index in 0..<count {
      let start = Double(index) * scale
      let end = start + scale
      let size = min(scale, Double(sourceCount) - start)
      let last = min(Int(end.rounded(.down)), sourceCount - 1)
      let first = min(Int(start.rounded(.up)), last)
      // Less than a thousandth of a pixel does not count.
      if Double(first) - start > 1e-3 {
        let weight = Float((Double(first) - start) / size)
        shares.append(Share(target: index, source: first - 1, weight: weight))
      }
      for place in first..<last {
        shares.append(Share(target: index, source: place, weight: Float(1 / size)))
      }
      if end - Double(last) > 1e-3 {
        let weight = Float(min(min(end - Double(last), 1), size) / size)
        shares.append(Share(target: index, source: last, weight: weight))
      }
    }
    return shares
  }

  /// The samples of the result.
  func samples(of image: Image) -> [UInt8] {
    let rowLength = width * image.channelCount
    var samples = [UInt8](repeating: 0, count: rowLength * height)
    var output = samples.mutableSpan
    var reduced = [Float](repeating: 0, count: rowLength)
    var sums = reduced
    var reducedRow = -1
    for (number, share) in rows.enumerated() {
      if share.source != reducedRow {
        reduce(image, row: share.source, into: &reduced)
        reducedRow = share.source
      }
      let isFirst = number == 0 || rows[number - 1].target != share.target
      Self.add(reduced.span, times: share.weight, to: &sums, isFirst: isFirst)
      if number + 1 == rows.count || rows[number + 1].target != share.target {
        let (sums, start) = (sums.span, share.target * rowLength)
        for index in sums.indices { output[start &+ index] = UInt8(nearestTo: sums[index]) }
      }
    }
    return samples
  }

  private static func add(
    _ row: Span<Float>, times weight: Float, to sums: inout [Float], isFirst: Bool
  ) {
    var sums = sums.mutableSpan
    precondition(row.count == sums.count)
    if isFirst {
      for index in row.indices { sums[index] = row[index] * weight }
    } else {
      for index in row.indices { sums[index] += row[index] * weight }
    }
  }

  private func reduce(_ image: Image, row: Int, into target: inout [Float]) {
    let rowLength = image.width * image.channelCount
    let source = image.samples.span.extracting(row * rowLength..<(row + 1) * rowLength)
    var target = target.mutableSpan
    // A constant number of channels lets the compiler unroll the inner loop.
    switch image.colorModel {
    case .gray: reduce(source, channels: 1, into: &target)
    case .grayAlpha: reduce(source, channels: 2, into: &target)
    case .rgb: reduce(source, channels: 3, into: &target)
    case .rgba: reduce(source, channels: 4, into: &target)
    }
  }

  @inline(__always)
  private func reduce(
    _ source: Span<UInt8>, channels: Int, into target: inout MutableSpan<Float>
  ) {
    let shares = columns.span
    var sum = SIMD4<Float>.zero
    var column = 0
    for share in shares.indices {
      let (place, weight) = (shares[share].source &* channels, shares[share].weight)
      if shares[share].target != column {
        for channel in 0..<channels { target[column &* channels &+ channel] = sum[channel] }
        column = shares[share].target
        sum = .zero
      }
      for channel in 0..<channels { sum[channel] += Float(source[place &+ channel]) * weight }
    }
    for channel in 0..<channels { target[column &* channels &+ channel] = sum[channel] }
  }
}

extension Image {
  /// Means over blocks of `across` × `down` pixels, as OpenCV takes them where both are integers.
  func blockMeans(across: Int, down: Int) -> [UInt8] {
    let (channels, rowLength) = (channelCount, width * channelCount)
    let (newWidth, newHeight) = (width / across, height / down)
    let scale = 1 / Float(across * down)
    var means = [UInt8](repeating: 0, count: newWidth * newHeight * channels)
    // Sums over rows first, which take whole vectors.
    var columnSums = [UInt32](repeating: 0, count: newWidth * across * channels)
    let source = samples.span
    for row in 0..<newHeight {
      var sums = columnSums.mutableSpan
      for index in sums.indices { sums[index] = 0 }
      for line in row * down..<(row + 1) * down {
        let pixels = source.extracting(line * rowLength..<line * rowLength + sums.count)
        for index in sums.indices { sums[index] &+= UInt32(pixels[index]) }
      }
      var target = means.mutableSpan
      let start = row * newWidth * channels
      // A constant number of channels lets the compiler unroll the inner loop.
      switch colorModel {
      case .gray: Self.takeMeans(columnSums.span, across, 1, scale, into: &target, at: start)
      case .grayAlpha: Self.takeMeans(columnSums.span, across, 2, scale, into: &target, at: start)
      case .rgb: Self.takeMeans(columnSums.span, across, 3, scale, into: &target, at: start)
      case .rgba: Self.takeMeans(columnSums.span, across, 4, scale, into: &target, at: start)
      }
    }
    return means
  }

  @inline(__always)
  private static func takeMeans(
    _ columnSums: Span<UInt32>, _ across: Int, _ channels: Int, _ scale: Float,
    into means: inout MutableSpan<UInt8>, at start: Int
  ) {
    var place = 0
    for pixel in 0..<columnSums.count / (across * channels) {
      var sum = SIMD4<UInt32>.zero
      for _ in 0..<across {
        for channel in 0..<channels { sum[channel] &+= columnSums[place &+ channel] }
        place &+= channels
      }
      for channel in 0..<channels {
        means[start &+ pixel &* channels &+ channel] = UInt8(nearestTo: Float(sum[channel]) * scale)
      }
    }
  }
}
