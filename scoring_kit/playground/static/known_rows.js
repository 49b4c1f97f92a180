// What the last frame told of its rows, where the next one does not say it.

// A frame with what is known kept for a while: contributions come with exact frames only, and so
// do some counts. It is the frame that is given.
export function withKnown(frame, before, pins) {
  frame.pinned ??= (before?.pinned ?? []).filter((row) => pins.includes(row.row));
  frame.filters ??= before?.filters && { ...before.filters, is_old: true };
  const known = new Map(rowsOf(before).map((row) => [row.row, row]));
  for (const row of rowsOf(frame)) {
    const { bars = null, base = 0, status = null } = known.get(row.row) ?? {};
    if (row.bars === undefined) Object.assign(row, { bars, base });
    if (row.score === null) row.status ??= status;
  }
  return frame;
}

function rowsOf(frame) {
  return frame ? [...frame.page.rows, ...(frame.pinned ?? [])] : [];
}
