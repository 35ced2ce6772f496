"""One peer's process: python3 worker.py SUBJECT PEER THREADS, a problem a line on standard input."""

import json
import os
import resource
import statistics
import sys
import time

LEAST_SAMPLES = 5
TOTAL_SECONDS = 0.1
SAMPLE_SECONDS = 0.0005


def seconds_of_a_call(body):
    """The median time of a call, warmed up and sampled as augnet-bench does it."""

    def timed(calls):
        start = time.perf_counter()
        for _ in range(calls):
            body()
        return time.perf_counter() - start

    # Libraries choose and compile their kernels in the first calls.
    body()
    calls = 1
    warmup = timed(calls)
    while warmup < SAMPLE_SECONDS:
        calls = max(2 * calls, int(calls * min(SAMPLE_SECONDS / max(warmup, 1e-9), 100)))
        warmup = timed(calls)
    samples = []
    total = 0.0
    while total < TOTAL_SECONDS or len(samples) < LEAST_SAMPLES:
        seconds = timed(calls)
        total += seconds
        samples.append(seconds / calls)
    return statistics.median(samples)


def main():
    from subjects import SUBJECTS

    subject_name, peer_name, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    # Libraries that print must not disturb the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(value):
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    try:
        version, prepare = SUBJECTS[subject_name].peers[peer_name](threads)
    except ImportError as error:
        return answer({"missing": str(error)})
    answer({"version": version})
    last = (None, None)
    for line in sys.stdin:
        try:
            # Data are made once for the turns of one problem that come one after the other.
            if last[0] != line:
                last = (None, None)
                last = (line, prepare(json.loads(line)))
            seconds = seconds_of_a_call(last[1])
        except (RuntimeError, ValueError, NotImplementedError) as error:
            answer({"error": str(error).splitlines()[0]})
            continue
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        answer({"seconds": seconds,
                "peak_bytes": peak if sys.platform == "darwin" else peak << 10})


if __name__ == "__main__":
    main()
