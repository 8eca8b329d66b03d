import { posix } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

/** Links to files that are no pages, such as tests: they lead somewhere in the repository only. */
const leavesSite = (page: string, href: string) =>
  /^(?:\.{0,2}\/)*[\w-]/.test(href) &&
  !/^[a-z]+:/i.test(href) &&
  (posix.join(posix.dirname(page), href).startsWith('../') || href.includes('upstream/'))

/** Shows the text of links that leave the site, without the link. */
export function keepLinksInside(markdown: MarkdownRenderer) {
  markdown.core.ruler.push('keep-links-inside', ({ tokens, env }) => {
    const page = String((env as { relativePath?: string }).relativePath)
    for (const { children } of tokens) {
      let isLeaving = false
      for (const token of children ?? []) {
        if (token.type === 'link_open') isLeaving = leavesSite(page, token.attrGet('href') ?? '')
        if (!isLeaving || !token.type.startsWith('link_')) continue
        if (token.type === 'link_close') isLeaving = false
        token.type = 'text'
        token.tag = ''
        token.nesting = 0
        token.content = ''
      }
    }
  })
}
