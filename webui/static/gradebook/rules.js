/**
 * The grammar of a cell as records/gradebook/marks.py has it, with what a keyboard adds: typed text -> one spelling.
 *
 * Both are held to the same cases (tests/front/marks.json). The server judges again: this only shows it sooner.
 */

/**
 * @typedef {object} Rules
 * @property {string[]} marks
 * @property {string[]} special
 * @property {string[]} absences
 * @property {string[]} late
 * @property {Record<string, string>} aliases
 * @property {[string, number][]} thresholds marks and the hundredths of the mean from which they are proposed, best first
 * @property {number} fewest
 */

const LATIN = "aceopxyhABCEHKMOPTXY";
const CYRILLIC = "асеорхунАВСЕНКМОРТХУ";
const LOOKALIKES = new Map([...LATIN].map((letter, at) => [letter, CYRILLIC[at]]));
// The keys of a Latin keyboard and what the Russian one has there.
const QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.|";
const JCUKEN = "йцукенгшщзхъфывапролджэячсмитьбю/";
const KEYS = new Map([...QWERTY].map((letter, at) => [letter, JCUKEN[at]]));
const SEPARATORS = /[\s/,;]+/u;

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}

/**
 * `4н`, `н4` and `4оп` are two words; anything else stays whole.
 * @param {string} chunk
 * @param {Rules} rules
 * @returns {string[]}
 */
function unglued(chunk, rules) {
  const found = /^(\D+)(\d)$/u.exec(chunk) ?? /^(\d)(\D+)$/u.exec(chunk);
  const parts = found ? [found[1], found[2]] : [];
  const away = parts.some((part) => rules.absences.includes(part) || rules.late.includes(part));
  return away ? parts : [chunk];
}

/**
 * @param {string} text
 * @param {Rules} rules
 * @returns {string[]}
 */
function words(text, rules) {
  const plain = [...text].map((letter) => LOOKALIKES.get(letter) ?? letter).join("").toLowerCase();
  const spellings = new Map([...rules.special, ...rules.late].map((word) => [word, word]));
  for (const [spelling, word] of Object.entries(rules.aliases)) spellings.set(spelling, word);
  const longest = [...spellings.keys()].sort((a, b) => b.length - a.length).map(escaped).join("|");
  const special = new RegExp(`(?<![\\p{L}\\p{N}_])(${longest || "(?!)"})(?![\\p{L}\\p{N}_])`, "u");
  /** @type {string[]} */
  const found = [];
  plain.split(special).forEach((piece, at) => {
    if (at % 2) found.push(spellings.get(piece) ?? piece);
    else found.push(...piece.split(SEPARATORS).filter(Boolean).flatMap((chunk) => unglued(chunk, rules)));
  });
  return found;
}

/**
 * The one spelling of a cell, "" for an empty one, null for what the scale does not know.
 * @param {string} text
 * @param {Rules} rules
 * @returns {string | null}
 */
export function spelled(text, rules) {
  const typed = text.normalize("NFC").trim();
  if (!typed) return "";
  const found = words(typed, rules);
  const presence = found.filter((word) => rules.absences.includes(word) || rules.late.includes(word));
  const marks = found.filter((word) => rules.marks.includes(word) || rules.special.includes(word));
  const known = presence.length + marks.length === found.length;
  if (!known || !found.length || presence.length > 1) return null;
  return [marks.join("/"), ...presence].filter(Boolean).join(" ");
}

/**
 * The one mark of a period or year, "" for none, null for what is none.
 * @param {string} text
 * @param {Rules} rules
 * @returns {string | null}
 */
export function spelledResult(text, rules) {
  const value = spelled(text, rules);
  const single = value === "" || rules.marks.includes(value ?? "") || rules.special.includes(value ?? "");
  return single ? value : null;
}

/**
 * What was meant by keys pressed in a cell: in either layout, in any case, a word by its beginning.
 * @param {string} text
 * @param {Rules} rules
 * @param {(text: string, rules: Rules) => string | null} [spell]
 * @returns {string | null}
 */
export function meant(text, rules, spell = spelled) {
  const strokes = text.replace(/(\d)\s*[.,]\s*(?=\d)/gu, "$1/");
  for (const candidate of candidates(strokes)) {
    const begun = /\p{L}\/$/u.test(candidate.trim()); // «н/» is on its way to «н/а», not an absence
    const whole = begun ? null : spell(candidate, rules);
    const value = whole ?? completed(candidate, rules, spell) ?? spell(candidate, rules);
    if (value !== null) return value;
  }
  return null;
}

/**
 * The keys as a Russian keyboard has them first: on a Latin one `y` is the key of «н», whatever it looks like.
 * @param {string} text
 * @returns {string[]}
 */
function candidates(text) {
  const slashed = text.replace(/(?<=\p{L})\.(?=\p{L}|$)/gu, "/");
  if (/\p{Script=Cyrillic}/u.test(text) || !/[\p{Script=Latin},|]/u.test(text)) return [text, slashed];
  const byKey = [...text.toLowerCase()].map((letter) => KEYS.get(letter) ?? letter).join("");
  return [byKey, text, slashed];
}

/**
 * The last word by its beginning, when only one word of the scale begins so.
 * @param {string} text
 * @param {Rules} rules
 * @param {(text: string, rules: Rules) => string | null} spell
 * @returns {string | null}
 */
function completed(text, rules, spell) {
  const found = /^(.*?)(\p{L}[\p{L}/]*)$/u.exec(text.trim().toLowerCase());
  if (!found) return null;
  const fitting = [...rules.special, ...rules.late].filter((word) => word.startsWith(found[2]));
  return fitting.length === 1 ? spell(found[1] + fitting[0], rules) : null;
}

/**
 * The weighted mean in hundredths and the mark that the rule proposes (records/gradebook/proposal.py).
 * @param {[number, string][]} cells weight and value as spelled
 * @param {Rules} rules
 * @returns {{ mean: number | null, count: number, mark: string | null }}
 */
export function proposed(cells, rules) {
  let sum = 0;
  let weights = 0;
  let count = 0;
  for (const [weight, value] of cells) {
    for (const word of value.split(/[/ ]/u)) {
      if (!/^\d+$/u.test(word)) continue;
      sum += weight * Number(word);
      weights += weight;
      count += 1;
    }
  }
  if (!weights) return { mean: null, count, mark: null };
  const mean = Math.floor((200 * sum + weights) / (2 * weights));
  const mark = rules.thresholds.find(([, least]) => mean >= least)?.[0] ?? null;
  return { mean, count, mark: count >= rules.fewest ? mark : null };
}

/**
 * `4,33`, or nothing.
 * @param {number | null} mean
 * @returns {string}
 */
export function meanText(mean) {
  if (mean === null) return "";
  return `${Math.floor(mean / 100)},${String(mean % 100).padStart(2, "0")}`;
}
