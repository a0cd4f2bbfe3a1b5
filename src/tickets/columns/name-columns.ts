/** Unique names: a second `text` becomes `text_2`, an unnamed fourth column `column_4`. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set(header.map((name) => oneLine(name)).filter((name) => name !== ''));
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return header.map((name, index) => {
    const wanted = oneLine(name);
    const stem = wanted === '' ? `column_${index + 1}` : wanted;
    let unique = stem;
    let count = counts.get(stem) ?? 2;
    for (; given.has(unique) || (unique !== wanted && taken.has(unique)); count++)
      unique = `${stem}_${count}`;
    counts.set(stem, count);
    given.add(unique);
    return unique;
  });
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}
