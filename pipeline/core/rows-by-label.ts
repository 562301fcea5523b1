/** Row indices of each label, ascending; labels in the order in which they first appear. */
export function rowsByLabel(labels: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  labels.forEach((label, row) => {
    const group = rows.get(label);
    if (group === undefined) rows.set(label, [row]);
    else group.push(row);
  });
  return rows;
}
