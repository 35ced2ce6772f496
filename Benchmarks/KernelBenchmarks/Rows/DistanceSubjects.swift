import Kernels

extension Subject {
  /// Squared Euclidean distances: the ten nearest of many points for one query, which reads all
  /// points from memory, and for many, and all distances of a training step.
  static let distances: [Subject] = [
    nearest(queries: 1, points: 100_000, dimensions: 512, unit: .gigabytes),
    nearest(queries: 100, points: 100_000, dimensions: 512, unit: .gigaflops),
    allDistances(queries: 320, points: 80, dimensions: 512),
  ]

  private static func nearest(
    queries: Int, points: Int, dimensions: Int, unit: RateUnit
  ) -> Subject {
    let keptCount = 10
    return Subject(
      name: "distance_topk",
      problem: "queries=\(queries) points=\(points) d=\(dimensions) k=\(keptCount)",
      work: work(queries, points, dimensions, written: 2 * queries * keptCount), unit: unit
    ) { kernels in
      // As the storage of an index is, in huge pages where the system gives them.
      let storage = PooledFloats(points * dimensions)
      let query = FloatBuffer(queries * dimensions)
      storage.fillWithVectors(dimensions: dimensions)
      // An index knows its points' norms.
      let norms = FloatBuffer(points, repeating: 0)
      let zero = FloatBuffer(dimensions, repeating: 0)
      unsafe kernels.squaredDistances(
        points, 1, dimensions: dimensions, queries: storage.readOnly, points: zero.readOnly,
        result: norms.pointer)
      let distances = FloatBuffer(queries * keptCount, repeating: 0)
      let indices = FloatBuffer(queries * keptCount, repeating: 0)
      return {
        unsafe UnsafeMutableRawPointer(indices.pointer).withMemoryRebound(
          to: Int32.self, capacity: indices.count
        ) { indices in
          unsafe kernels.nearestPoints(
            queries, points, dimensions: dimensions, queries: query.readOnly,
            points: storage.readOnly, pointNorms: norms.readOnly, keptCount: keptCount,
            distances: distances.pointer, indices: indices)
        }
      }
    }
  }

  private static func allDistances(queries: Int, points: Int, dimensions: Int) -> Subject {
    Subject(
      name: "squared_distances", problem: "queries=\(queries) points=\(points) d=\(dimensions)",
      work: work(queries, points, dimensions, written: queries * points), unit: .gigaflops
    ) { kernels in
      let query = FloatBuffer(queries * dimensions)
      let point = FloatBuffer(points * dimensions, stream: 1)
      let result = FloatBuffer(queries * points, repeating: 0)
      return {
        unsafe kernels.squaredDistances(
          queries, points, dimensions: dimensions, queries: query.readOnly, points: point.readOnly,
          result: result.pointer)
      }
    }
  }

  /// Operations are counted as a matrix product has them, a multiplication and an addition for each
  /// dimension, whichever way distances are computed; so that figures of other libraries can be
  /// compared.
  private static func work(
    _ queries: Int, _ points: Int, _ dimensions: Int, written: Int
  ) -> Work {
    Work(
      operations: 2 * queries * points * dimensions, read: (queries + points) * dimensions,
      written: written)
  }
}

/// Floats from the pool that tensors come from.
@safe
private final class PooledFloats {
  private let pointer: UnsafeMutablePointer<Float>
  private let capacity: Int
  private let count: Int

  init(_ count: Int) {
    self.count = count
    unsafe (pointer, capacity) = BufferPool.shared.take(atLeast: count)
  }

  deinit {
    unsafe BufferPool.shared.give(back: pointer, capacity: capacity)
  }

  var readOnly: UnsafePointer<Float> { unsafe UnsafePointer(pointer) }

  /// Random vectors, no two alike.
  func fillWithVectors(dimensions: Int) {
    let source = FloatBuffer(1 << 16)
    let vectors = count / dimensions
    for vector in 0..<vectors {
      // Two offsets with coprime steps: a vector is a sum of two windows of the random numbers.
      let (a, b) = (vector * 37 % (60_000 - dimensions), vector * 7919 % (60_013 - dimensions))
      let target = unsafe pointer + vector * dimensions
      for index in 0..<dimensions {
        unsafe target[index] = source.pointer[a + index] + 0.5 * source.pointer[b + index]
      }
    }
  }
}
