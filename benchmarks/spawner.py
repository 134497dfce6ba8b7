"""Runs commands in turn and prints what each took: ms of CPU, MiB of peak memory, exit code.

Rule of this file: it runs as a script, alone and small. A child's peak memory is never reported lower than
its parent's was when it started the child, so the parent must be smaller than anything that it measures.
"""

import json
import os
import sys


def run(command: list[str]) -> tuple[float, float, int]:
    """Run a command without input or output, and give its CPU (ms), peak memory (MiB) and exit code."""
    null = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    # Told not to keep bytecode, Python would compile an editable install's modules each time: no user's warm start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = os.posix_spawn(command[0], command, environment, file_actions=null)
    _, status, used = os.wait4(child, 0)
    per_mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    return (
        (used.ru_utime + used.ru_stime) * 1e3,
        used.ru_maxrss / per_mebibyte,
        os.waitstatus_to_exitcode(status),
    )


def main() -> None:
    """Run the commands of the first argument once unmeasured, then in turn as often as the second says."""
    commands = json.loads(sys.argv[1])
    for command in commands:
        run(command)
    print(json.dumps([[run(command) for command in commands] for _ in range(int(sys.argv[2]))]))


if __name__ == "__main__":
    main()
