"""A registry as a folder of files, for programs that wait for nothing."""

from __future__ import annotations

import asyncio
from os import PathLike

from scoring_kit.registry import artefacts, folder
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.audit import Deed
from scoring_kit.registry.exporting import gather
from scoring_kit.registry.folder import Folder
from scoring_kit.registry.folder_contents import Exported, Imported, Row
from scoring_kit.registry.folder_reading import artefact_path, read_contents
from scoring_kit.registry.folder_writing import begin, plan_of
from scoring_kit.registry.importing import take_in
from scoring_kit.registry.texts import named


class AsyncFiles(AsyncBase):
    """What a registry holds, as files that git can review, and back."""

    async def export(self, path: str | PathLike[str]) -> Exported:
        """Write everything into a folder; of one that was written before, what is new."""
        await self.open()
        with folder.held_to_write(path) as target:
            return await self._export(target)

    async def _export(self, target: Folder) -> Exported:
        async with self._database.reading() as session:
            contents = await gather(session)
            plan = await asyncio.to_thread(plan_of, target, contents)
            await asyncio.to_thread(begin, target)
            written = 0
            for row in plan.artefacts:
                artefact = await artefacts.load(session, row["sha256"])
                where = artefact_path(artefact.sha256, artefact.media)
                written += await asyncio.to_thread(target.write, artefact.content, *where)
        for where, text in plan.texts.items():
            written += await asyncio.to_thread(target.write, text, *where)
        return Exported(str(target.root), contents.totals, written)

    async def import_from(self, path: str | PathLike[str], *, by: str | None = None) -> Imported:
        """Take in what an export holds and the registry does not, all of it or nothing."""
        named_by = named(by, "by")
        with folder.held_to_read(path) as source:
            return await self._import(source, named_by)

    async def _import(self, source: Folder, named_by: str | None) -> Imported:
        contents = await asyncio.to_thread(read_contents, source)
        async with self._writing(Deed("import", "admin"), named_by) as writing:
            totals = await take_in(writing, contents, lambda row: _content(source, row))
            found = Imported(str(source.root), totals)
            if any(totals.values()):
                await writing.audited(repr(found))
        return found


def _content(source: Folder, row: Row) -> bytes:
    return source.read(*artefact_path(row["sha256"], row["media"])) or b""
