"""What has to be so before versions move on, for programs that wait for nothing."""

from __future__ import annotations

from scoring_kit.registry import policies, store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.audit import Deed
from scoring_kit.registry.policy import Policy, checked
from scoring_kit.registry.texts import message as checked_message
from scoring_kit.registry.texts import named


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
        policy, text = checked(policy), checked_message(message, "message")
        deed = Deed(policies.SET_POLICY, "admin", name)
        async with self._writing(deed, named(by, "by")) as writing:
            card = None
            if name is not None:
                card = await store.scorecard_row(writing.session, name, lock=True)
            await policies.set_policy(writing, card, policy, text)
