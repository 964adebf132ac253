/**
 * What is wrong with a member's name as a path, in words; nothing for an honest relative path. Both separators count,
 * because an archive made on one system is unpacked on another.
 */
export function pathProblems(name: string): readonly string[] {
  const problems: string[] = []
  if (/^[/\\]/.test(name)) problems.push('an absolute path')
  if (/^[A-Za-z]:/.test(name)) problems.push('a path with a drive letter')
  if (name.split(/[/\\]/).includes('..')) problems.push('a path that leads outside the archive')
  if (name.includes('\0')) problems.push('a path with a NUL: readers disagree where it ends')
  return problems
}
