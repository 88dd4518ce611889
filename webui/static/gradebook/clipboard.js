/** A spreadsheet's clipboard -> what it would write into which cells, and why not. Pure. */

/** @typedef {{ row: number, col: number, typed: string, value: string | null, why: string, same: boolean }} Pasted */

/**
 * The rows and cells of a clipboard's text (tab-separated; a cell may be quoted and hold line breaks).
 * @param {string} text
 * @returns {string[][]}
 */
export function table(text) {
  const plain = text.replace(/\r\n?/gu, "\n").replace(/\n$/u, "");
  /** @type {string[][]} */
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < plain.length; at += 1) {
    const [sign, line] = [plain[at], rows[rows.length - 1]];
    const fresh = line[line.length - 1] === "";
    if (sign === '"' && quoted && plain[at + 1] === '"') {
      line[line.length - 1] += '"';
      at += 1;
    } else if (sign === '"' && (quoted || fresh)) quoted = !quoted;
    else if (sign === "\t" && !quoted) line.push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else line[line.length - 1] += sign;
  }
  return rows.map((line) => line.map((cell) => cell.trim()));
}

/**
 * What pasting at a place would do, cell by cell; a blank changes nothing.
 * @param {string[][]} cells
 * @param {{ row: number, col: number }} at
 * @param {(row: number, col: number) => { value: string, lock: string, spell: (text: string) => string | null } | null} look
 * @param {{ outside: string, unknown: (typed: string) => string }} said
 * @returns {Pasted[]}
 */
export function preview(cells, at, look, said) {
  return cells.flatMap((line, down) =>
    line.map((typed, right) => {
      const [row, col] = [at.row + down, at.col + right];
      const target = look(row, col);
      if (!target) return { row, col, typed, value: null, why: typed ? said.outside : "", same: !typed };
      const value = typed ? target.spell(typed) : target.value; // a blank leaves what stands
      const same = value === target.value;
      const why = value === null ? said.unknown(typed) : same ? "" : target.lock;
      return { row, col, typed, value, why, same };
    }),
  );
}
