import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from './markdown.js'

/** An option as its interface in the sources tells it. */
export interface OptionDoc {
  readonly name: string
  /** What follows `@default`, on one line; `undefined` without one. */
  readonly default: string | undefined
}

/** The members of an exported interface of some package's sources, what it extends or marks as internal left out. */
export function optionsOf(interfaceName: string): OptionDoc[] {
  for (const file of sourceFiles()) {
    const text = readFileSync(file, 'utf8')
    if (!text.includes(`interface ${interfaceName}`)) continue
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
    const found = source.statements.find(
      (statement): statement is ts.InterfaceDeclaration =>
        ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
    )
    if (found !== undefined) return found.members.filter((member) => !isInternal(member)).map(optionDoc)
  }
  throw new Error(`Expected an interface ${interfaceName} in packages/*/src`)
}

function isInternal(member: ts.TypeElement): boolean {
  return ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal')
}

function optionDoc(member: ts.TypeElement): OptionDoc {
  const tag = ts.getJSDocTags(member).find((each) => each.tagName.text === 'default')
  const text = ts.getTextOfJSDocComment(tag?.comment)
  return { name: member.name?.getText() ?? '', default: text?.replace(/\s+/g, ' ').trim() }
}

/** Every source file of every package. */
export function sourceFiles(): string[] {
  const packages = path.join(root, 'packages')
  return readdirSync(packages).flatMap((name) =>
    readdirSync(path.join(packages, name, 'src'), { recursive: true })
      .map((file) => path.join(packages, name, 'src', String(file)))
      .filter((file) => file.endsWith('.ts')),
  )
}
