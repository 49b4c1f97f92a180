"""What has to be so before versions move on, for programs that wait for nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from scoring_kit.registry import policies, store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.audit import Deed
from scoring_kit.registry.policy import Policy, checked
from scoring_kit.registry.texts import label, named
from scoring_kit.registry.texts import message as checked_message


class AsyncPolicies(AsyncBase):
    """Policies, of the registry and of scorecards."""

    async def policy(self, name: str | None = None) -> Policy:
        """Return the policy that counts for a scorecard, or for those without one of their own."""
        await self.open()
        async with self._database.reading() as session:
            card = None if name is None else await store.scorecard_row(session, name)
            return await policies.policy_of(session, card)

    async def set_policy(
        self, policy: Policy, message: str, *, by: str | None = None, name: str | None = None
    ) -> None:
        """Let a policy count from now on, for one scorecard or all without one of their own."""
        await self._change(partial(policies.set_policy, policy=checked(policy)), message, by, name)

    async def withdraw_policy(
        self, message: str, *, by: str | None = None, name: str | None = None
    ) -> None:
        """Let the policy of a scorecard, or that of the registry, count no more."""
        await self._change(policies.withdraw_policy, message, by, name)

    async def _change(
        self, change: Callable[..., Awaitable[None]], message: str, by: str | None, name: str | None
    ) -> None:
        text = checked_message(message, "message")
        deed = Deed(policies.SET_POLICY, "admin", None if name is None else label(name, "name"))
        async with self._writing(deed, named(by, "by")) as writing:
            card = None
            if name is not None:
                card = await store.scorecard_row(writing.session, name, lock=True)
            await change(writing, card, message=text)
