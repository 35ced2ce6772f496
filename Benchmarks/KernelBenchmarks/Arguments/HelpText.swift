/// What `--help` prints.
let helpText = """
  augnet-bench: measures this machine's limits, then every kernel against the limit that binds it

  usage: augnet-bench [options]

  Without options: the limits, every micro-kernel, matrix products, convolutions with one picture,
  element-wise operations, normalisation, pooling, distances, encoders, embedding a folder, search and
  decoding, in one to two minutes.

  options:
    --filter TEXT      only rows whose name and problem contain TEXT, such as peak, gemm, conv, resnet50;
                       of several filters a row must contain all. With a filter long rows are measured
                       too: batches of eight pictures, products with n = 4096, training_step, searches
                       for 100 queries; the training of resnet34 only if a filter contains resnet34
    --threads N        only rows with N threads (else rows with 1 and rows with one a core)
    --isa SET          only the instruction set baseline, avx2 or avx512 (else limits and micro-kernels
                       of each set, all other rows on the best one or on the one AUGNET_ISA names)
    --repetitions N    N samples a row (else for a tenth of a second, at least 5)
    --json             one JSON object a line: name, problem, threads, isa, medianSeconds, rate, unit,
                       fractionOfLimit, spread; in training peakMemoryBytes; with --compare
                       baselineSeconds and verdict (slower, faster, unchanged)
    --save FILE        writes the limits and rows as one JSON document
    --compare FILE     compares with a saved run: names rows that are slower or faster by more than
                       5 % and than four standard deviations of both runs, rows that the file does not
                       have, and limits that differ by more than 10 %
    --pictures FOLDER  adds rows for decoding each picture in FOLDER
    --plot FILE.svg    draws speed over arithmetic intensity under the roofs of the peak and of the read
                       bandwidths, for the best instruction set measured
    --list             names the rows and measures none
    --help             prints this

  columns:
    median             the median time of one call
    spread             the median distance of the samples' times from it, in percent
    rate               operations a second (GFLOP/s), an addition or multiplication being one, or
                       bytes read and written a second (GB/s), each element counted once; convolutions
                       count what the direct method does, training three times what inference does;
                       pictures or queries a second
    limit              the percentage of what the limits allow: the least time divided by the median,
                       the least time being the longest of what the operations take at the multiply-add
                       peak, and what reading the input and writing the output take at the bandwidths of
                       the cache, or memory, that holds the arrays

  Limits are measured first, each with the row's instruction set and threads, as the best of five rounds.
  On a machine that does other things meanwhile, rows can be above 100 %.

  exit status: 0 success, 1 failure or a row slower than with --compare, 2 a command line that cannot
  be understood

  """
