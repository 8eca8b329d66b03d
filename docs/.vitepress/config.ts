import { defineConfig } from 'vitepress'
import { keepLinksInside } from './keepLinksInside'
import { background, decisions, guide, operations, reference } from './pages'

export default defineConfig({
  title: '@monhub/realtime',
  description: 'Chat, presence, notifications and data sync for Express and React, on Socket.IO.',
  /** Where the site lies on its server, such as `/realtime/`. */
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: true,
  srcExclude: ['upstream/**'],
  markdown: { config: keepLinksInside },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/guide/getting-started' },
      { text: 'Reference', link: reference[0]?.link ?? '/' },
      { text: 'Protocol', link: '/protocol' },
    ],
    sidebar: [
      { text: 'Guide', items: guide },
      { text: 'Running it', items: operations },
      { text: 'Background', items: background },
      { text: 'Reference', collapsed: true, items: reference },
      { text: 'Decisions', collapsed: true, items: decisions },
    ],
  },
})
