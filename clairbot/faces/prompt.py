"""The line editor of the chat: history, completion, ghost text, keys. All of prompt_toolkit is used here.

The toolbar shows what the line would be understood as, once nothing is typed for a moment.

Rules of this file: Enter on a chosen completion inserts it and a second Enter sends; Up is history unless
the menu has been entered; what is slow runs in a thread, so that keys never wait for it.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion, ThreadedAutoSuggest
from prompt_toolkit.completion import Completer
from prompt_toolkit.completion import Completion as MenuItem
from prompt_toolkit.enums import DEFAULT_BUFFER, EditingMode
from prompt_toolkit.filters import Condition, completion_is_selected, has_completions, has_focus
from prompt_toolkit.history import History as EditorHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout.screen import Char
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from clairbot.faces.complete import SHORTEST_MISSPELT, Completion
from clairbot.faces.crash import report_crash
from clairbot.faces.plain import PROMPT
from clairbot.faces.preview import preview, toolbar
from clairbot.faces.safe import escape
from clairbot.faces.slash import command_notes

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document
    from prompt_toolkit.key_binding import KeyPressEvent

    from clairbot.faces.history import History
    from clairbot.faces.talk import Talk

MENU_LINES = 6
"""Lines below the prompt that are kept free for the menu."""
PAUSE = 0.04
"""Seconds without a key after which the line is previewed."""
GLANCE = 0.05
"""Seconds between two looks whether the bot is loaded."""
BAR = {"bottom-toolbar": "noreverse", "bottom-toolbar.text": "noreverse"}
"""The toolbar is plain text: a bar in reverse draws the eye from what is typed."""
COLORED = Style.from_dict({"prompt": "ansicyan bold", "auto-suggestion": "ansibrightblack italic", **BAR})
COLORLESS = Style.from_dict({"prompt": "bold", "auto-suggestion": "underline", **BAR})


HIDDEN = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Characters that a terminal shows as nothing, or lets turn around what is read; in the line they are escapes."""
Char.display_mappings.update({letter: escape(letter) for letter in HIDDEN})


class PromptReader:
    """Reads lines with prompt_toolkit."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._completion = Completion(talk.loading, command_notes())
        self._shown = ""
        self._task: asyncio.Task[None] | None = None
        self._loaded: Callable[[], None] | None = None
        # One thread: a preview that is still being made delays the next one, never a key.
        self._worker = ThreadPoolExecutor(1, "preview")
        self._session: PromptSession[str] = PromptSession(
            [("class:prompt", PROMPT)],
            multiline=True,
            prompt_continuation=" " * len(PROMPT),
            history=_StoredHistory(talk.history),
            completer=_MenuCompleter(self._completion),
            complete_in_thread=True,
            complete_while_typing=Condition(self._menu_opens_itself),
            reserve_space_for_menu=MENU_LINES,
            auto_suggest=ThreadedAutoSuggest(_Ghost(talk, self._completion)),
            key_bindings=_key_bindings(),
            style=COLORED if talk.out.colored else COLORLESS,
            color_depth=None if talk.out.colored else ColorDepth.DEPTH_1_BIT,
            enable_open_in_editor=True,
            enable_suspend=True,
            tempfile_suffix=".txt",
        )
        self._session.default_buffer.on_text_changed += self._text_changed

    def read(self) -> str:
        """Return the next line, or several that were pasted or typed with Alt-Enter.

        Raises:
            EOFError: Ctrl-D was pressed on an empty line.
            KeyboardInterrupt: Ctrl-C was pressed.
        """
        vi = self._talk.settings["keys"] == "vi"
        self._session.editing_mode = EditingMode.VI if vi else EditingMode.EMACS
        self._session.bottom_toolbar = self._toolbar if self._talk.settings["preview"] == "on" else None
        self._shown = ""
        # Signals belong to the chat, which restores the terminal before it ends.
        return self._session.prompt(pre_run=self._start, set_exception_handler=False)

    def offer(self, questions: tuple[str, ...]) -> None:
        """Offer these questions when Tab is pressed on an empty line."""
        self._completion.next_questions = questions

    def once_loaded(self, action: Callable[[], None]) -> None:
        """Have the bot loaded when the prompt stands there, and then something printed above it."""
        self._loaded = action

    def stop(self, reason: BaseException) -> None:
        """End reading with an exception, from a signal handler; the terminal is restored on the way."""
        app = self._session.app

        def leave() -> None:
            if app.future is not None and not app.future.done():  # a hang-up ends the input, too
                app.exit(exception=reason)

        if app.is_running and app.loop is not None:
            app.loop.call_soon_threadsafe(leave)
        else:
            raise reason

    def _start(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._broken)
        if self._loaded is not None:
            self._session.app.create_background_task(self._await_bot())

    def _broken(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Say in the toolbar that something broke beside the line; the line goes on."""
        error = context.get("exception") or RuntimeError(context.get("message", ""))
        self._shown = report_crash(error, self._talk.out, debug=False)
        self._session.app.invalidate()

    async def _await_bot(self) -> None:
        loading = self._talk.loading
        loading.start()
        while not loading.done:  # noqa: ASYNC110 (a thread loads, and knows no event loop)
            await asyncio.sleep(GLANCE)
        loaded, self._loaded = self._loaded, None
        if loading.error is not None:
            self._session.app.exit(exception=loading.error)
        elif loaded is not None:
            await run_in_terminal(loaded)
            # As if the last key had only now been pressed: what is typed gets its menu, ghost text and preview.
            self._session.default_buffer.insert_text("")
            self._text_changed(self._session.default_buffer)

    def _text_changed(self, buffer: Buffer) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._session.app.is_running and self._talk.loading.done and self._talk.settings["preview"] == "on":
            self._task = self._session.app.create_background_task(self._preview(buffer.text))

    async def _preview(self, line: str) -> None:
        await asyncio.sleep(PAUSE)
        loop = asyncio.get_running_loop()
        self._shown = await loop.run_in_executor(self._worker, preview, self._talk, line)
        self._session.app.invalidate()

    def _toolbar(self) -> str:
        app = self._session.app
        return toolbar(self._talk, self._session.default_buffer.text, self._shown, app.output.get_size().columns)

    def _menu_opens_itself(self) -> bool:
        typed = self._session.default_buffer.document.text_before_cursor
        return self._talk.settings["menu"] == "on" and len(typed.strip()) >= SHORTEST_MISSPELT


class _StoredHistory(EditorHistory):
    """The chat's history, as prompt_toolkit wants it; one list serves both."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history

    async def load(self) -> AsyncGenerator[str, None]:
        for entry in reversed(self._history.entries()):
            yield entry

    def get_strings(self) -> list[str]:
        return self._history.entries()

    def append_string(self, string: str) -> None:
        self._history.add(string)

    def load_history_strings(self) -> list[str]:
        return self._history.entries()[::-1]

    def store_string(self, string: str) -> None:
        self._history.add(string)


class _MenuCompleter(Completer):
    def __init__(self, completion: Completion) -> None:
        self._completion = completion

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[MenuItem]:
        for offer in self._completion.offers(document.text_before_cursor):
            yield MenuItem(offer.text, -offer.length, display_meta=offer.note)


class _Ghost(AutoSuggest):
    """Dim text after the cursor: the latest line of the history that starts so, else a sampled question."""

    def __init__(self, talk: Talk, completion: Completion) -> None:
        self._talk = talk
        self._completion = completion

    def get_suggestion(self, _: Buffer, document: Document) -> Suggestion | None:
        line = document.text
        if self._talk.settings["ghost"] == "off" or not line.strip() or "\n" in line:
            return None
        for entry in reversed(self._talk.history.entries()):
            if entry.startswith(line) and "\n" not in entry:
                return Suggestion(entry[len(line) :])
        ghost = self._completion.ghost(line)
        return Suggestion(ghost) if ghost else None


def _key_bindings() -> KeyBindings:
    bindings = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @bindings.add("enter", filter=typing)
    def _send(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("enter", filter=typing & completion_is_selected)
    def _take(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @bindings.add("escape", "enter", filter=typing)
    def _break_line(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    @bindings.add("up", filter=typing & has_completions & ~completion_is_selected)
    def _leave_menu(event: KeyPressEvent) -> None:
        event.current_buffer.cancel_completion()
        event.current_buffer.auto_up(count=event.arg)

    return bindings
