"""Those who take turns: augnet-bench as a child process, and each peer in a process of its own."""

import json
import os
import subprocess
import sys


def clean_environment(threads):
    """This process's environment with thread counts set and BLAS's overrides removed."""
    environment = dict(os.environ)
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "AUGNET_ISA"):
        environment.pop(name, None)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = str(threads)
    return environment


class Bench:
    """Our own side: one run of augnet-bench for each filter that the problems need."""

    name = "ours"
    version = "augnet-bench"
    process_id = None  # Each run is a child of this process, and has ended when it is looked at.

    def __init__(self, path, subject, threads):
        self.path = path
        self.subject = subject
        self.threads = threads

    def measure(self, problems):
        """Result of each problem by its key: seconds, and memory where the row has it."""
        results = {}
        for filters in sorted({problem.filters for problem in problems}):
            command = [self.path, "--json", "--threads", str(self.threads)]
            command += self.subject.bench_arguments()
            for text in filters:
                command += ["--filter", text]
            run = subprocess.run(command, env=clean_environment(self.threads),
                                 stdout=subprocess.PIPE, text=True)
            if run.returncode != 0:
                raise SystemExit(f"{' '.join(command)} ended with status {run.returncode}")
            for line in run.stdout.splitlines():
                row = json.loads(line)
                key = self.subject.key_of_row(row)
                if key is not None:
                    results[key] = {"seconds": row["medianSeconds"],
                                    "peak_bytes": row.get("peakMemoryBytes")}
        return results


class OtherRun:
    """A peer: a process that reads problems, one JSON object a line, and answers each with its time."""

    def __init__(self, subject_name, peer_name, threads, interpreter=None):
        self.subject_name = subject_name
        self.name = peer_name
        self.interpreter = interpreter or sys.executable
        self.threads = threads
        self.version = ""
        self.process = None

    @property
    def process_id(self):
        """The number of the process that measures."""
        return self.process.pid if self.process else None

    def start(self):
        """Starts the process; False, with a message, if the peer is not installed."""
        worker = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")
        self.process = subprocess.Popen(
            [self.interpreter, worker, self.subject_name, self.name, str(self.threads)],
            env=clean_environment(self.threads), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        line = self.process.stdout.readline()
        greeting = json.loads(line) if line else {"missing": "its process ended"}
        if "missing" in greeting:
            print(f"{self.name} is left out: {greeting['missing']}", file=sys.stderr)
            self.stop()
            return False
        self.version = greeting["version"]
        return True

    def restart(self):
        """A new process, whose peak memory begins anew."""
        self.stop()
        return self.start()

    def measure(self, problems):
        """Result of each problem by its key; problems that the peer cannot solve are left out."""
        results = {}
        for problem in problems:
            answer = self.answer(problem)
            if "error" in answer:
                print(f"{self.name}, {problem.label}: {answer['error']}", file=sys.stderr)
            else:
                results[problem.key] = answer
        return results

    def answer(self, problem):
        """The process's answer; an error if it has ended."""
        try:
            self.process.stdin.write(json.dumps(problem.extents) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError:
            line = ""
        if line:
            return json.loads(line)
        status = self.process.wait()
        self.restart()
        return {"error": f"its process ended with status {status}"}

    def stop(self):
        """Ends the process."""
        if self.process is not None:
            try:
                self.process.stdin.close()
            except OSError:
                pass  # The process ended before it had read everything.
            self.process.stdout.close()
            self.process.wait()
            self.process = None
