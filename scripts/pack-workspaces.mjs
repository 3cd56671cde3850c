// Packs the publishable packages exactly as npm would publish them, for whoever judges or installs tarballs.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Packs every package under packages/ into `folder`; they must have been built.
 * Returns `{ manifest, tarball, files, bytes }` for each.
 */
export function packWorkspaces(folder) {
  const folders = readdirSync(path.join(root, 'packages')).filter((name) => {
    return existsSync(path.join(root, 'packages', name, 'package.json'))
  })
  for (const name of folders) {
    if (existsSync(path.join(root, 'packages', name, 'dist', 'esm', 'index.js'))) continue
    throw new Error(`Expected packages/${name} to be built, but it has no dist: npm run build`)
  }
  const workspaces = folders.map((name) => `--workspace=packages/${name}`)
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--silent', '--pack-destination', folder, ...workspaces],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  return JSON.parse(output).map((packed) => ({
    manifest: JSON.parse(
      readFileSync(path.join(root, 'packages', folderOf(packed.name), 'package.json'), 'utf8'),
    ),
    tarball: path.join(folder, packed.filename),
    files: packed.files.map((file) => file.path),
    bytes: packed.size,
  }))
}

function folderOf(packageName) {
  return packageName.replace(/^@plimsoll\//, '')
}
