/** Prints rows as aligned columns; numbers to the right, everything else to the left. */
export function printTable(headings, rows) {
  const cells = [headings, ...rows.map((row) => row.map(String))]
  const numeric = headings.map((_, column) => rows.every((row) => /^[-+]?[\d.]/.test(String(row[column]))))
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  for (const [index, row] of cells.entries()) {
    console.log(
      row
        .map((cell, i) => (numeric[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    if (index === 0) console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  }
}
