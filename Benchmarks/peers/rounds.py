"""Turns: everyone measures, then everyone again, so that a machine that drifts drifts for all."""

import sys
import time


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
                for key, result in contender.measure(group).items():
                    results[contender.name].setdefault(key, []).append(result)
        print(f"round {number + 1} of {rounds} done after {time.monotonic() - start:.0f} s",
              file=sys.stderr)
    return results
