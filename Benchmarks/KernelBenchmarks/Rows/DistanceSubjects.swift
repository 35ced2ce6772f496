import Kernels

extension Subject {
  /// Squared Euclidean distances: one query, which reads all points from memory, and many.
  static let distances: [Subject] = [
    distances(queries: 1, points: 100_000, dimensions: 512, unit: .gigabytes),
    distances(queries: 100, points: 10_000, dimensions: 512, unit: .gigaflops),
    distances(queries: 320, points: 80, dimensions: 512, unit: .gigaflops),
  ]

  private static func distances(
    queries: Int, points: Int, dimensions: Int, unit: RateUnit
  ) -> Subject {
    Subject(
      name: "squared_distances", problem: "queries=\(queries) points=\(points) d=\(dimensions)",
      work: Work(
        operations: 3 * queries * points * dimensions,
        read: (queries + points) * dimensions, written: queries * points), unit: unit
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
}
