/** Unique names: a second `text` becomes `text_2`, an unnamed fourth column `column_4`. */
export function nameColumns(header: readonly string[]): string[] {
  const taken = new Set(header.map((name) => oneLine(name)).filter((name) => name !== ''));
  const given = new Set<string>();
  return header.map((name, index) => {
    const wanted = oneLine(name);
    let unique = wanted === '' ? `column_${index + 1}` : wanted;
    for (let count = 2; given.has(unique) || (unique !== wanted && taken.has(unique)); count++) {
      unique = `${wanted === '' ? `column_${index + 1}` : wanted}_${count}`;
    }
    given.add(unique);
    return unique;
  });
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}
