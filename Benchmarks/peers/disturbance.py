"""How much of the processor others used while something was measured; known on Linux only."""

import os
import resource


def busy_seconds():
    """Processor time of everyone since the start of the machine, stolen time too; None if unknown."""
    try:
        with open("/proc/stat") as file:
            user, nice, system, _, _, interrupts, soft, stolen = map(
                int, file.readline().split()[1:9])
    except (OSError, ValueError):
        return None
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


def own_seconds(process_id=None):
    """Processor time of this process, its ended children, and the process of a peer."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    if process_id is not None:
        try:
            with open(f"/proc/{process_id}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            pass
    return total


def cores_of_others(wall, busy_before, own_before, process_id=None):
    """The cores that others kept busy for `wall` seconds; None if unknown."""
    busy = busy_seconds()
    # The counters have steps of a hundredth of a second.
    if busy is None or busy_before is None or wall < 0.5:
        return None
    return max(0.0, busy - busy_before - (own_seconds(process_id) - own_before)) / wall
