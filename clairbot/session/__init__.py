"""Conversations: what was spoken of, what pronouns stand for, and what a follow-up makes of the last question."""

from clairbot.session.context import Context, Lost, Understood, remember
from clairbot.session.followups import FollowUps
from clairbot.session.pronouns import pronouns

__all__ = ["Context", "FollowUps", "Lost", "Understood", "pronouns", "remember"]
