/// What `--help` prints.
let helpText = """
  augnet-bench: measures this machine's limits, then every kernel against the limit that binds it

  usage: augnet-bench [options]

  Without options: the limits, every micro-kernel, matrix products, convolutions with one picture,
  element-wise operations, normalisation, pooling and distances, in about a minute.

  options:
    --filter TEXT      only rows whose name or problem contains TEXT, such as peak, gemm, conv, resnet50;
                       with a filter, convolutions of eight pictures are measured too
    --threads N        only rows with N threads (else rows with 1 and rows with one a core)
    --isa SET          only the instruction set baseline, avx2 or avx512 (else limits and micro-kernels
                       of each set, all other rows on the best one or on the one AUGNET_ISA names)
    --repetitions N    N samples a row (else for a tenth of a second, at least 5)
    --json             one JSON object a line: name, problem, threads, isa, medianSeconds, rate, unit,
                       fractionOfLimit
    --list             names the rows and measures none
    --help             prints this

  columns:
    median             the median time of one call
    spread             the median distance of the samples' times from it, in percent
    rate               operations a second (GFLOP/s), an addition or multiplication being one, or
                       bytes read and written a second (GB/s), each element counted once
    limit              the percentage of what the limits allow: the least time divided by the median,
                       the least time being the longest of what the operations take at the multiply-add
                       peak, and what reading the input and writing the output take at the bandwidths of
                       the cache, or memory, that holds the arrays

  Limits are measured first, each with the row's instruction set and threads, as the best of five rounds.
  On a machine that does other things meanwhile, rows can be above 100 %.

  exit status: 0 success, 1 failure, 2 a command line that cannot be understood

  """
