#!/usr/bin/env python3
"""Puts other libraries beside augnet-bench in one run; see README.md in this folder."""

import argparse
import os
import sys

from contenders import Bench, OtherRun
from rounds import alternate
from subjects import SUBJECTS
from tables import print_report


def parse_arguments():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subject", choices=sorted(SUBJECTS), help="what is compared")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), metavar="N",
                        help="threads of everyone (default: all cores)")
    parser.add_argument("--batch", type=int, default=1, choices=(1, 8), metavar="B",
                        help="pictures of convolutions and inference, 1 or 8 (default: 1)")
    parser.add_argument("--rounds", type=int, metavar="R",
                        help="turns that each takes (default: 3)")
    parser.add_argument("--only", metavar="TEXT",
                        help="only problems whose label contains TEXT")
    parser.add_argument("--peers", metavar="A,B", help="only these peers")
    parser.add_argument("--bench", metavar="PATH",
                        default=os.path.join(root, ".build", "release", "augnet-bench"),
                        help="the program augnet-bench (default: .build/release/augnet-bench)")
    parser.add_argument("--imgaug-python", metavar="PATH",
                        help="the Python of the peer imgaug, which needs numpy < 1.24 "
                             "(default: this one)")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if not os.access(arguments.bench, os.X_OK):
        sys.exit(f"{arguments.bench} is not a program; swift build -c release "
                 "--product augnet-bench makes it, --bench PATH names another")
    subject = SUBJECTS[arguments.subject]
    problems = subject.problems(arguments.batch)
    if arguments.only:
        problems = [problem for problem in problems if arguments.only in problem.label]
    if not problems:
        sys.exit(f"no problem's label contains '{arguments.only}'")
    names = subject.peers
    if arguments.peers:
        chosen = arguments.peers.split(",")
        unknown = [name for name in chosen if name not in names]
        if unknown:
            sys.exit(f"{arguments.subject} has the peers {', '.join(names)}, "
                     f"not {', '.join(unknown)}")
        names = chosen
    ours = Bench(arguments.bench, subject, arguments.threads)
    interpreters = {"imgaug": arguments.imgaug_python}
    peers = [OtherRun(arguments.subject, name, arguments.threads, interpreters.get(name))
             for name in names]
    try:
        contenders = [ours] + [peer for peer in peers if peer.start()]
        if len(contenders) == 1:
            sys.exit("no peer is installed; README.md in this folder says how to install them")
        rounds = arguments.rounds or subject.default_rounds
        results = alternate(contenders, problems, rounds, subject.fresh_process_for_each)
    finally:
        for peer in peers:
            peer.stop()
    print_report(subject, arguments, problems, contenders, results)


if __name__ == "__main__":
    main()
