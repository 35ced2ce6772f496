"""Medians, ratios and means, printed as a Markdown table."""

import math
import statistics


def geometric_mean(values):
    """The geometric mean of positive numbers."""
    return math.exp(sum(math.log(value) for value in values) / len(values))


def median_seconds(turns):
    """The median over the rounds."""
    return statistics.median(turn["seconds"] for turn in turns)


class Comparison:
    """A problem with everyone's medians, the best peer, and by how much we are faster."""

    def __init__(self, problem, contenders, results):
        self.problem = problem
        self.seconds = {}
        self.peak_bytes = {}
        for contender in contenders:
            turns = results[contender.name].get(problem.key)
            if turns:
                self.seconds[contender.name] = median_seconds(turns)
                peaks = [turn["peak_bytes"] for turn in turns if turn.get("peak_bytes")]
                if peaks:
                    self.peak_bytes[contender.name] = max(peaks)
        peers = [name for name in self.seconds if name != "ours"]
        self.best_peer = min(peers, key=self.seconds.get) if peers else None
        self.ratio = None
        if self.best_peer and "ours" in self.seconds:
            # The ratio of one round is of measurements that are near in time.
            pairs = zip(results[self.best_peer][problem.key], results["ours"][problem.key])
            self.ratio = statistics.median(
                peer["seconds"] / ours["seconds"] for peer, ours in pairs)


def print_report(subject, arguments, problems, contenders, results):
    """Prints the table and what it comes to."""
    comparisons = [Comparison(problem, contenders, results) for problem in problems]
    names = [contender.name for contender in contenders]
    rounds = max((len(turns) for of in results.values() for turns in of.values()), default=0)
    print(f"## {arguments.subject}: {arguments.threads} thread(s), medians of {rounds} "
          f"alternating round(s), {subject.unit}\n")
    print("peers: " + "; ".join(f"{contender.name} ({contender.version})"
                                for contender in contenders if contender.name != "ours") + "\n")
    has_memory = any("ours" in comparison.peak_bytes for comparison in comparisons)
    headings = ["problem", "count"] + names + ["best peer", "ratio"]
    if has_memory:
        headings += [f"{name}, peak MB" for name in names]
    print("| " + " | ".join(headings) + " |")
    print("|" + " --- |" * len(headings))
    for comparison in comparisons:
        problem = comparison.problem
        rates = [f"{subject.rate(problem, comparison.seconds[name]):.4g}"
                 if name in comparison.seconds else "–" for name in names]
        ratio = f"{comparison.ratio:.2f}" if comparison.ratio else "–"
        cells = [problem.label, str(problem.count)] + rates
        cells += [comparison.best_peer or "–", ratio]
        if has_memory:
            cells += [f"{comparison.peak_bytes[name] / 1e6:.0f}"
                      if name in comparison.peak_bytes else "–" for name in names]
        print("| " + " | ".join(cells) + " |")
    print()
    print_summary(comparisons, names, problems)


def print_summary(comparisons, names, problems):
    """Prints the geometric mean, the lowest ratio and, where shapes have counts, summed times."""
    complete = [comparison for comparison in comparisons if comparison.ratio]
    if not complete:
        print("nothing to compare: no peer measured what we did")
        return
    print("Ratios are the best peer's time divided by ours: above 1 we are faster.\n")
    print_ratios("all", complete)
    groups = list(dict.fromkeys(comparison.problem.group for comparison in complete))
    if len(groups) > 1:
        for group in groups:
            print_ratios(group, [c for c in complete if c.problem.group == group])
    for name in names[1:]:
        pairs = [comparison.seconds[name] / comparison.seconds["ours"] for comparison in complete
                 if name in comparison.seconds]
        if pairs:
            print(f"- all, beside {name} alone: geometric mean {geometric_mean(pairs):.2f}")
    if len(complete) > 1 and any(problem.count > 1 for problem in problems):
        ours = sum(c.problem.count * c.seconds["ours"] for c in complete)
        best = sum(c.problem.count * c.seconds[c.best_peer] for c in complete)
        print(f"- summed over {sum(c.problem.count for c in complete)} layers: ours "
              f"{1e3 * ours:.2f} ms, the best peer of each {1e3 * best:.2f} ms, "
              f"ratio {best / ours:.2f}")
        for name in names[1:]:
            if all(name in c.seconds for c in complete):
                peer = sum(c.problem.count * c.seconds[name] for c in complete)
                print(f"  - {name} throughout: {1e3 * peer:.2f} ms, ratio {peer / ours:.2f}")


def print_ratios(title, comparisons):
    """Prints the geometric mean and the lowest ratio of some problems."""
    ratios = [comparison.ratio for comparison in comparisons]
    lowest = min(comparisons, key=lambda comparison: comparison.ratio)
    print(f"- {title}: geometric mean {geometric_mean(ratios):.2f}, "
          f"lowest {lowest.ratio:.2f} ({lowest.problem.label}), "
          f"{sum(ratio < 1 for ratio in ratios)} of {len(ratios)} below 1")
