"""Runs the command `firstline`, each time in a process of its own: a line of JSON each.

    python -m tests.contract.interfaces.commands

Reads the arguments; answers with exit code, output and errors. The processes are forked from one that has
imported everything, which takes longer than most commands.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import bot.ledger.render
import bot.nlu.live
import bot.nlu.understander
import bot.operate.doctor
import bot.operate.evaluate
import bot.operate.importing
import bot.operate.replaying  # noqa: F401 - imported once, before the processes are made
from bot import cli


def main() -> None:
    """Answer each line."""
    for line in sys.stdin:
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            child = os.fork()
            if child == 0:
                os._exit(run(json.loads(line), out, err))
            _, status = os.waitpid(child, 0)
            answer = [os.waitstatus_to_exitcode(status), out.read_text("utf-8"), err.read_text("utf-8")]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def run(arguments: list[str], out: Path, err: Path) -> int:
    """The command's exit code; what it prints goes to two files, as a shell sends it there."""
    for path, stream in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream)
    sys.argv = ["firstline", *arguments]
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main()
