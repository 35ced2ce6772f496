import Kernels
import Dispatch
func bench(_ n: Int, _ threads: Int, _ set: KernelSet) {
  Parallel.threadCount = threads
  let a = UnsafeMutablePointer<Float>.allocate(capacity: n*n), b = UnsafeMutablePointer<Float>.allocate(capacity: n*n), c = UnsafeMutablePointer<Float>.allocate(capacity: n*n)
  for i in 0..<n*n { unsafe a[i] = Float(i % 7) - 3; unsafe b[i] = Float(i % 5) - 2; unsafe c[i] = 0 }
  var best = Double.infinity
  for _ in 0..<8 {
    let t0 = DispatchTime.now().uptimeNanoseconds
    unsafe set.multiplyMatrices(rows: n, columns: n, depth: n, left: MatrixOperand(a, rowStride: n), right: MatrixOperand(b, rowStride: n), result: c, resultStride: n)
    best = min(best, Double(DispatchTime.now().uptimeNanoseconds - t0) * 1e-9)
  }
  print(set.level, n, threads, 2 * Double(n*n*n) / best * 1e-9)
}
for s in KernelSet.all { for n in [256,512, 1024, 2048] { bench(n, 1, s); bench(n, 2, s) } }
