"""The user's own defaults: `clairbot/config.toml` in the configuration folder.

Rules of this file: what the command line says goes first; whatever is wrong is one line with file and line,
and nothing is half applied. Rejected: `platformdirs`, whose import costs more than reading the file does;
the folder is the one that it gives on Linux.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from clairbot.errors import ClairbotError
from clairbot.faces.suggest import did_you_mean
from clairbot.faces.talk import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clairbot.faces.options import Options

WHEN = ("auto", "always", "never")
KEYS: dict[str, tuple[object, ...]] = {
    "pack": (str,),
    "color": WHEN,
    "sources": (True, False),
    "accessible": (True, False),
    "quiet": (True, False),
    "history": (True, False),
    **{name: values if name == "keys" else (True, False) for name, values in SETTINGS.items() if name != "sources"},
}
"""Every key, with the values that it can have, or their type."""


class ConfigError(ClairbotError):
    """The configuration file cannot be used."""


def config_path() -> str:
    """Return the path of the configuration file, which need not exist; empty if there is no place for one."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):  # as its standard has it: a relative one is to be ignored
        base = os.environ.get("APPDATA", "") if sys.platform == "win32" else os.path.expanduser("~/.config")
    return os.path.join(base, "clairbot", "config.toml") if os.path.isabs(base) else ""


def apply_config(options: Options) -> None:
    """Read the configuration file, if there is one, into the options that the command line did not set.

    Raises:
        ConfigError: the file cannot be read, or says something that it cannot say.
    """
    path = config_path()
    if not path or not os.path.exists(path):
        return
    given = set(vars(options))
    for key, value in _read(path).items():
        if key in SETTINGS:
            options.settings[key] = value if isinstance(value, str) else "on" if value else "off"
        if key == "history":
            key, value = "no_history", not value  # noqa: PLW2901
        if key == "pack":
            value = os.path.join(os.path.dirname(path), os.path.expanduser(value))  # noqa: PLW2901
        if key not in given and hasattr(options, key):
            setattr(options, key, value)


def _read(path: str) -> Mapping[str, Any]:
    # Deferred: who has no file does not pay for reading one.
    import tomllib  # noqa: PLC0415

    try:
        with open(path, "rb") as file:
            content = file.read()
        found = tomllib.loads(content.decode())
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; mend or remove the file") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start + 1}; save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}{_place(str(error))}; see https://toml.io") from error
    for key, value in found.items():
        _check(key, value, f"{path}:{_line(content.decode(), key)}")
    return found


def _check(key: str, value: object, where: str) -> None:
    if key not in KEYS:
        raise ConfigError(f"{where}: unknown key {key}; {did_you_mean(key, KEYS) or 'there are ' + ', '.join(KEYS)}")
    allowed = KEYS[key]
    if allowed == (str,):
        if not isinstance(value, str) or not value:
            raise ConfigError(f'{where}: {key} wants a text in quotes; write {key} = "..."')
    elif not any(value is one or (isinstance(one, str) and value == one) for one in allowed):
        wanted = " or ".join(f'"{one}"' if isinstance(one, str) else str(one).lower() for one in allowed)
        raise ConfigError(f"{where}: {key} can be {wanted}")


def _place(message: str) -> str:
    """`Invalid value (at line 3, column 5)` as `:3:5: invalid value`."""
    what, _, at = message.partition(" (at ")
    line, _, column = at.rstrip(")").removeprefix("line ").partition(", column ")
    where = f":{line}:{column}" if line.isdigit() and column.isdigit() else ""
    return f"{where}: {what[:1].lower()}{what[1:]}"


def _line(text: str, key: str) -> int:
    """The line on which a key stands."""
    lines = text.splitlines()
    return next((i for i, line in enumerate(lines, 1) if line.strip(" \t[\"'").startswith(key)), 1)
