"""What has to be so before versions move on, as `Registry` offers it."""

from __future__ import annotations

from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry_base import Waiting


class Policies(Waiting):
    """Policies, of the registry and of scorecards."""

    def policy(self, name: str | None = None) -> Policy:
        """Return the policy that counts for a scorecard.

        That is the one set for it, else the one of the registry, else `Policy()`. Without a name
        it is the one for scorecards that have none of their own.

        Raises
        ------
        RegistryError
            When there is no such scorecard, or a newer scoring_kit set the policy.
        TamperingError
            When the policy is not the one that was set.

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.policy().max_age_days
        30
        """
        return self._run(self._registry.policy(name))

    def set_policy(
        self, policy: Policy, message: str, *, by: str | None = None, name: str | None = None
    ) -> None:
        """Let a policy count from now on; each step of a version names the one that counted.

        It counts for proposals that are on their way as well: promoting is judged by the policy of
        that moment, whatever allowed the proposal and the approval.

        Parameters
        ----------
        policy
            What has to be so.
        message
            Why it is set.
        by
            Who sets it, for the audit; the user of the key, an admin's, unless given.
        name
            The scorecard that it is for; all that have none of their own unless given.

        Raises
        ------
        RegistryError
            When there is no such scorecard, or a text is none.

        Examples
        --------
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     strict = Policy(sample="customers of October", tier_change=0.05)
        ...     reg.set_policy(strict, "No surprises before Christmas", by="carol")
        ...     reg.policy()
        Policy(sample='customers of October', tier_change=0.05)
        """
        self._run(self._registry.set_policy(policy, message, by=by, name=name))

    def withdraw_policy(
        self, message: str, *, by: str | None = None, name: str | None = None
    ) -> None:
        """Let the policy of a scorecard count no more, so that the one of the registry does.

        Without a name it is the one of the registry, after which `Policy()` counts. The audit
        keeps who withdrew it and why, and what it was.

        Parameters
        ----------
        message
            Why it is withdrawn.
        by
            As in `set_policy`.
        name
            The scorecard whose own policy it is.

        Raises
        ------
        RegistryError
            When there is no such scorecard or policy, or a text is none.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     reg.set_policy(Policy(max_age_days=7), "Careful", by="carol", name="book_club")
        ...     reg.withdraw_policy("Like all others", by="carol", name="book_club")
        ...     reg.policy("book_club").max_age_days, reg.audit()[-1].message
        (30, 'policy withdrawn: Like all others')
        """
        self._run(self._registry.withdraw_policy(message, by=by, name=name))
