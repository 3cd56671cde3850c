export const mib = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`
export const seconds = (value) => `${value.toFixed(1)} s`
export const milliseconds = (value) => (value === undefined ? 'none' : `${value.toFixed(0)} ms`)
export const percent = (part, whole) => (whole === 0 ? 'none' : `${Math.floor((100 * part) / whole)} %`)
