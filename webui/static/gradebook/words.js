/** Words of the page with gaps for what the program knows. */

/**
 * The text with its gaps filled; a gap for which there is no value stays as it stands.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/gu, (gap, name) => String(values[name] ?? gap));
}
