"""The registry as notebooks and scripts use it: each call waits for its answer."""

from __future__ import annotations

from datetime import date, datetime

from scoring_kit.registry.asynchronous_moves import PRODUCTION
from scoring_kit.registry.records import AuditEntry, History, Live, Verified, Version
from scoring_kit.registry.registry_branches import Branches
from scoring_kit.registry.registry_evidence import KeptEvidence
from scoring_kit.registry.registry_files import Files
from scoring_kit.registry.registry_moves import Moves
from scoring_kit.registry.registry_pages import Pages
from scoring_kit.registry.registry_people import People
from scoring_kit.registry.registry_policies import Policies
from scoring_kit.registry.registry_runs import Runs
from scoring_kit.registry.registry_views import Views
from scoring_kit.scorecard.models import Scorecard


class Registry(Runs, Moves, KeptEvidence, Policies, People, Views, Files, Branches, Pages):
    """Immutable versions of scorecards: what is live where, since when, and who said so.

    A version is a draft when it is added. In each environment (staging and production, unless
    more are added) it is then proposed on evidence, approved by somebody else, and promoted, which
    makes it live and retires the one that was. `rollback` makes the one before it live again.
    What has to be so before each of these is the `policy` that the registry holds.

    A registry without keys takes anybody's word for who they are: `identity` of a transition says
    "claimed". Once it has keys (`add_user`, `add_key`), each write needs one, and the history says
    whose it was. What is written is never changed: the database refuses to, and `verify` finds
    where somebody went around that.

    Parameters
    ----------
    url
        ``sqlite:///scores.db`` for a file, which is created where there is none, or
        ``postgresql://user:password@host/database``. A password is never shown.
    key
        The key to write with, as `add_key` gave it; that of the environment variable
        SCORING_KIT_KEY unless given, and none at all where it is empty. It is never shown.
    guards
        What has to be so besides the policy: functions that are called with an `Attempt` and
        raise RegistryError to refuse it.
    clock
        Gives the time of what is done, with its zone; that of this machine unless given.
    notify
        Is told of each move, once it is written and in that order: a function, asynchronous or not,
        that is called with an `Event`, or a command as a list of texts, which gets the event as
        JSON on its input, and not the key of SCORING_KIT_KEY. It has ten seconds. Where it fails,
        the move stands all the same: a warning says so, and the audit.

    Raises
    ------
    RegistryError
        When the address is none, the database does not answer, or its tables are those of
        another version of scoring_kit or another program.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from tempfile import TemporaryDirectory
    >>> card, data = sk.example("book_club")
    >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
    ...     version = reg.add(card, "First weights", author="ann")
    ...     _ = reg.propose("book_club", version.number, "Ready", by="ann", data=data)
    ...     _ = reg.approve("book_club", version.number, "Agreed", by="bob")
    ...     _ = reg.promote("book_club", version.number, "Go", by="ann")
    ...     reg.live("book_club").version.number
    ...     print(reg.live("book_club", "staging"))
    1
    None
    """

    # ---- versions --------------------------------------------------------------------------------

    def add(
        self, card: Scorecard, message: str, author: str | None = None, base: int | None = None
    ) -> Version:
        """Add the next version of a scorecard, or return the one that has this document.

        A document that is there already stays as it is, with the author and message of the first
        time, so that running a cell twice adds one version. With `base`, what somebody else added
        in the meantime is not lost: nothing is added, and `merge` of the error has both edits.

        Parameters
        ----------
        card
            A scorecard; its name says whose version it is.
        message
            What is new, and why.
        author
            Who wrote it; somebody else has to approve it. The user of the key unless given.
        base
            The number of the version that was edited. Unless given, nobody is asked.

        Raises
        ------
        RegistryError
            When a text is empty, too long, or no text, or there is no version `base`.
        ConflictError
            When there are newer versions than `base`; it has a `Merge` as its `merge`.
        ScorecardError
            When the scorecard is not valid.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.add(card, "First weights", author="ann").number
        ...     reg.add(card, "The same again", author="bob").author
        1
        'ann'
        """
        return self._run(self._registry.add(card, message, author, base))

    def version(self, name: str, number: int) -> Version:
        """Return a version of a scorecard by its number.

        Raises
        ------
        RegistryError
            When there is none.
        TamperingError
            When its document was changed behind the registry's back.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     sk.changes(card, reg.version("book_club", 1).card)
        no changes
        """
        return self._run(self._registry.version(name, number))

    def names(self) -> tuple[str, ...]:
        """Return the names of all scorecards.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     reg.names()
        ('book_club',)
        """
        return self._run(self._registry.names())

    def history(self, name: str) -> History:
        """Return all that was done with a scorecard, the first thing first.

        Raises
        ------
        RegistryError
            When there is no such scorecard.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     [(link.action, link.actor) for link in reg.history("book_club")]
        [('add', 'ann')]
        """
        return self._run(self._registry.history(name))

    def live(
        self, name: str, environment: str = PRODUCTION, as_of: datetime | date | None = None
    ) -> Live | None:
        """Return the version that is live, or was at a moment; None where none is.

        What counts at a moment is the last change, in the order in which changes were written,
        whose time `at` is not later. A clock that goes backwards cannot mix that order: such a
        change gets the time of the one before it (`clock` keeps what the clock said). So what was
        answered for a moment that had passed stays the answer, whatever is written later, but for
        a change that was being written just then.

        Parameters
        ----------
        name, environment
            Which scorecard, and where.
        as_of
            A moment with its time zone, or a date: the end of that day in UTC. Now unless given,
            whatever the clock says.

        Raises
        ------
        RegistryError
            When there is no such scorecard or environment, or the moment has no time zone.
        TamperingError
            When its document was changed behind the registry's back.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     print(reg.live("book_club"))
        None
        """
        return self._run(self._registry.live(name, environment, as_of))

    def verify(self) -> Verified:
        """Return how much the registry holds, once all of it is as it was written.

        Raises
        ------
        TamperingError
            At the first broken link of a chain, with its scorecard and number, or entry of the
            audit; or where a version, what is live, a user or a key is not what they say.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     reg.verify()
        1 scorecard, 1 version, 1 transition and 1 entry of the audit are as they were written
        """
        return self._run(self._registry.verify())

    # ---- environments and audit ------------------------------------------------------------------

    def environments(self) -> tuple[str, ...]:
        """Return the names of the environments.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.environments()
        ('production', 'staging')
        """
        return self._run(self._registry.environments())

    def add_environment(self, name: str, *, by: str | None = None) -> None:
        """Add an environment in which versions can go live.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.add_environment("europe", by="ann")
        ...     "europe" in reg.environments()
        True
        """
        self._run(self._registry.add_environment(name, by=by))

    def audit(self) -> tuple[AuditEntry, ...]:
        """Return what was refused, and what was done to the registry itself, the oldest first.

        What was done with versions is in `history`.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.add_environment("europe", by="ann")
        ...     [(entry.actor, entry.action) for entry in reg.audit()]
        [('ann', 'add_environment')]
        """
        return self._run(self._registry.audit())
