import ts from 'typescript'
import type { FileFacts } from './package-facts.js'

/** Reads one file's facts with TypeScript's own parser, which needs neither types nor a program. */
export function readFileFacts(path: string, text: string): FileFacts {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS)
  const imports = new Set<string>()
  const globalThisMembers = new Set<string>()
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) imports.add(specifier.text)
    for (const member of globalThisMembersOf(node)) globalThisMembers.add(member)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return {
    path,
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: [...imports],
    hasDefaultExport: source.statements.some(isDefaultExport),
    onlyReexports: source.statements.every(isNamedReexport),
    globalThisMembers: [...globalThisMembers],
  }
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal
  if (ts.isModuleDeclaration(node)) return node.name
  if (!ts.isCallExpression(node)) return undefined
  const callee = node.expression
  const loads = callee.kind === ts.SyntaxKind.ImportKeyword || callee.getText() === 'require'
  return loads ? node.arguments[0] : undefined
}

function globalThisMembersOf(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node) && isGlobalThis(node.expression)) return [node.name.text]
  if (ts.isElementAccessExpression(node) && isGlobalThis(node.expression)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? [node.argumentExpression.text] : []
  }
  if (ts.isVariableDeclaration(node) && node.initializer && isGlobalThis(node.initializer)) {
    if (!ts.isObjectBindingPattern(node.name)) return []
    return node.name.elements.map((element) => (element.propertyName ?? element.name).getText())
  }
  return []
}

/** Also through a cast: `(globalThis as Holder).process`. */
function isGlobalThis(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isGlobalThis(node.expression)
  return ts.isIdentifier(node) && (node.text === 'globalThis' || node.text === 'global')
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause
    return (
      clause !== undefined &&
      ts.isNamedExports(clause) &&
      clause.elements.some((e) => e.name.text === 'default')
    )
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) ?? false
}

function isNamedReexport(statement: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(statement) &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
  )
}
