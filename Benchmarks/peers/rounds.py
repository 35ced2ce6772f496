"""Turns: everyone measures, then everyone again, so that a machine that drifts drifts for all."""

import sys
import time

from disturbance import busy_seconds, cores_of_others, own_seconds

# Others that use more of a core than this make a measurement doubtful.
TOLERATED_CORES = 0.1


def alternate(contenders, problems, rounds, fresh_process_for_each=False):
    """The results of every turn: {contender's name: {problem's key: [result of each round]}}."""
    results = {contender.name: {} for contender in contenders}
    groups = [[problem] for problem in problems] if fresh_process_for_each else [problems]
    start = time.monotonic()
    for number in range(rounds):
        for group in groups:
            # Every other round goes backwards, so that nobody always comes after the same one.
            order = contenders if number % 2 == 0 else contenders[::-1]
            for contender in order:
                if fresh_process_for_each and hasattr(contender, "restart"):
                    contender.restart()
                for key, result in watched(contender, group).items():
                    results[contender.name].setdefault(key, []).append(result)
        print(f"round {number + 1} of {rounds} done after {time.monotonic() - start:.0f} s",
              file=sys.stderr)
    return results


def watched(contender, problems):
    """The contender's results; says so if others kept the machine busy meanwhile."""
    process_id = contender.process_id
    start, busy, own = time.monotonic(), busy_seconds(), own_seconds(process_id)
    results = contender.measure(problems)
    others = cores_of_others(time.monotonic() - start, busy, own, process_id)
    if others is not None and others > TOLERATED_CORES:
        print(f"disturbed: others used {others:.2f} of a core while {contender.name} was measured",
              file=sys.stderr)
    return results
