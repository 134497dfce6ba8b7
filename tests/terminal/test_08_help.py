"""Behaviour 8: help starts with examples; completion files and the man page are made from the options."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from screenlib import run

from clairbot.faces.options import COMMANDS, OPTIONS

if TYPE_CHECKING:
    from pathlib import Path


def test_help_starts_with_examples(tmp_path: Path) -> None:
    done = run("--help", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.index("Examples:") < done.stdout.index("Usage:") < done.stdout.index("Options:")
    assert all(option.flags[-1] in done.stdout for option in OPTIONS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_file_knows_every_option_and_command(tmp_path: Path, shell: str) -> None:
    done = run("--completion", shell, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    wanted = [option.flags[-1] for option in OPTIONS] + [name for name, _ in COMMANDS]
    assert [word for word in wanted if word.lstrip("-") not in done.stdout] == []
    if program := shutil.which(shell):
        path = tmp_path / "file"
        path.write_text(done.stdout, encoding="utf-8")
        subprocess.run([program, "-n", str(path)], check=True)


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize(
    ("words", "offered"),
    [(["--no-"], {"--no-history", "--no-config"}), (["--color", "a"], {"auto", "always"}), (["fa"], {"facts"})],
)
def test_bash_completes(tmp_path: Path, words: list[str], offered: set[str]) -> None:
    path = tmp_path / "clairbot.bash"
    path.write_text(run("--completion", "bash", folder=tmp_path).stdout, encoding="utf-8")
    line = " ".join(["clairbot", *words])
    script = f"""
source {path}
COMP_WORDS=({line}) COMP_CWORD={len(words)} COMP_LINE={line!r} COMP_POINT={len(line)}
$(complete -p clairbot | sed 's/.*-F \\([^ ]*\\).*/\\1/') clairbot {words[-1]} {(["clairbot", *words])[-2]}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert {word.strip() for word in done.stdout.split()} == offered, done.stderr


def test_an_unknown_shell_is_refused(tmp_path: Path) -> None:
    done = run("--completion", "tcl", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_man_page_says_all_that_the_help_does(tmp_path: Path) -> None:
    done = run("--man", folder=tmp_path)
    plain = done.stdout.replace("\\-", "-")
    assert plain.startswith(".TH CLAIRBOT 1 ")
    assert all(f"\\fB{flag}\\fR" in plain for option in OPTIONS for flag in option.flags)
    if program := shutil.which("groff"):
        command = [program, "-man", "-Tutf8", "-ww"]
        shown = subprocess.run(command, input=done.stdout, capture_output=True, text=True, check=True)
        assert shown.stderr == ""
