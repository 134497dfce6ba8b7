"""Frozen, typed, comparable records that cost next to nothing to define, create, hash and compare.

Rule of this file: a record is a tuple whose first item is its class, so records of two classes never
compare equal. Rejected: `dataclasses`, whose import and code generation cost a one-shot answer more
than finding the answer does (25 ms against 10 ms of CPU).
"""

from __future__ import annotations

from collections import namedtuple
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Self, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
_new = tuple.__new__
_getter: Any = type(namedtuple("_One", "value").__dict__["value"])  # noqa: PYI024 (twice as fast as a property)


@dataclass_transform(frozen_default=True, eq_default=True)
class Record(tuple):  # type: ignore[type-arg]
    """Base of records: annotate the fields, give defaults as in a class body, and create by position or name."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _size: ClassVar[int] = 0
    _places: ClassVar[dict[str, int]] = {}
    _tails: ClassVar[dict[int, tuple[Any, ...]]] = {}

    def __init_subclass__(cls) -> None:
        annotations = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 (inspect costs more than all of clairbot)
        names = [n for n, t in annotations.items() if "ClassVar" not in t]
        cls._defaults = {**cls._defaults, **{n: cls.__dict__[n] for n in names if n in cls.__dict__}}
        start = len(cls.__match_args__) + 1
        for position, name in enumerate(names, start):
            setattr(cls, name, _getter(position, None))
        cls.__match_args__ = (*cls.__match_args__, *names)  # type: ignore[misc]
        cls._places = {name: place for place, name in enumerate(cls.__match_args__, 1)}
        cls._size = len(cls.__match_args__)
        kept = list(takewhile(cls._defaults.__contains__, reversed(cls.__match_args__)))
        tail = tuple(cls._defaults[name] for name in reversed(kept))
        cls._tails = {cls._size - n: tail[len(tail) - n :] for n in range(len(tail) + 1)}

    def __new__(cls, *values: Any, **named: Any) -> Self:  # noqa: ANN401, D102 (fields are typed by the subclass)
        if named or len(values) != cls._size:
            values = cls._complete(values, named) if named else values + cls._missing(len(values))
        return _new(cls, (cls,) + values)  # noqa: RUF005 (a third faster than unpacking)

    @classmethod
    def _missing(cls, given: int) -> tuple[Any, ...]:
        """Values of the fields after so many, if all of those have one."""
        tail = cls._tails.get(given)
        if tail is None:
            wrong = cls.__match_args__[given:] if given < cls._size else ("too many values",)
            raise TypeError(f"{cls.__name__}: {', '.join(name for name in wrong if name not in cls._defaults)}")
        return tail

    @classmethod
    def _complete(cls, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        names = cls.__match_args__
        try:
            if not values and len(named) == cls._size:
                return tuple(map(named.__getitem__, names))
            rest = [named.pop(name) if name in named else cls._defaults[name] for name in names[len(values) :]]
        except KeyError as missing:
            raise TypeError(f"{cls.__name__}: {missing.args[0]}") from None
        if named or len(values) > len(names):
            raise TypeError(f"{cls.__name__}: {', '.join(sorted(named)) or 'too many values'}")
        return (*values, *rest)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Field names with their values."""
        return zip(self.__match_args__, self[1:], strict=True)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401
        """Copy with some fields changed."""
        values, places = list(self), self._places
        for name, value in changes.items():
            if name not in places:
                raise TypeError(f"{type(self).__name__}: {name}")
            values[places[name]] = value
        return _new(type(self), values)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self[1:])

    def __getstate__(self) -> None:
        """Nothing besides the fields: what was found out about a record is no part of it."""

    def __bool__(self) -> Literal[True]:
        return True

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.items())})"


def made(kind: type[T], *values: Any) -> T:  # noqa: ANN401
    """A record of all its values, unchecked: for where so many are made that it tells."""
    return _new(kind, (kind,) + values)  # type: ignore[type-var]  # noqa: RUF005 (as above)


class once(Generic[T]):  # noqa: N801 (a decorator)
    """What is found when it is first asked for; its twin in `functools` takes a lock, which costs more than that."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find, self.__doc__ = find, find.__doc__
        self._name = find.__name__

    @overload
    def __get__(self, owner: None, kind: type) -> once[T]: ...

    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...

    def __get__(self, owner: Any, kind: type | None = None) -> once[T] | T:
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._find(owner)
        return found
